import type { FastifyReply } from 'fastify';

/** A reply that is no JSON but a text to keep, such as CSV. */
export class TextFile {
  readonly type: string;
  readonly name: string;
  readonly text: string;

  constructor(type: string, name: string, text: string) {
    this.type = type;
    this.name = name;
    this.text = text;
  }

  /** Sends it as a download of that name. */
  send(reply: FastifyReply): FastifyReply {
    return reply
      .code(200)
      .type(`${this.type}; charset=utf-8`)
      .header('content-disposition', `attachment; filename="${this.name}"`)
      .send(this.text);
  }
}
