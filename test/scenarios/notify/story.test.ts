import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NotifyRig, openNotifyRig, PATIENCE } from './notify-rig.ts';

// One incident from its first alert to its end, as its responder and its channel hear of it.

let rig: NotifyRig;
beforeAll(async () => {
  rig = await openNotifyRig();
});
afterAll(() => rig.close());

test('new, assigned, reminded until acknowledged, a storm, resolved', async () => {
  const { ask } = rig;
  await ask('PATCH', '/tenant', { settings: { storm_thresholds: [2] } });
  const ada = await rig.member('Ada');
  await ask('POST', '/services', { name: 'Checkout', responders: [ada] });
  await ask('POST', '/services', { name: 'Search' });
  const url = `${rig.chat.url}/hook/T0/secret`;
  const channel = await ask('POST', '/chat-channels', {
    name: 'checkout-team',
    url,
    services: ['checkout'],
  });
  expect(channel).toMatchObject({ url: `${rig.chat.url}/…`, services: [{ name: 'Checkout' }] });
  const settings = { signature: 'off' };
  const integration = await ask('POST', '/integrations', { format: 'regen', name: 'a', settings });
  const send = (external_id: string, service: string) =>
    rig.browser().send('POST', new URL(integration.url).pathname, {
      alerts: [
        {
          title: 'Checkout <!channel> errors',
          severity: 'critical',
          external_id,
          labels: { alertname: 'Errors', service },
        },
      ],
    });

  await send('one', 'checkout');
  await send('other', 'search');
  const title = 'Checkout <!channel> errors';
  await expect.poll(() => rig.subjects('Ada'), PATIENCE).toEqual([`Assigned: ${title}`]);
  await expect.poll(() => rig.messages().length, PATIENCE).toBe(2);
  // Both at once, so in either order.
  const [assigned, opened] = rig.messages().toSorted();
  expect(opened).toMatch(
    /^\*New\*: <https:\/\/hub\.example\/incidents\/inc_\w+\|Checkout &lt;!channel&gt; errors>\n/,
  );
  expect(assigned).toContain('A rule assigned this critical incident to Ada.');
  const letter = rig.mailbox.letters[0]?.text ?? '';
  const { data } = await ask('GET', '/incidents?service=checkout');
  const { id } = data[0];
  expect(letter).toContain(`Open the incident: https://hub.example/incidents/${id}`);
  expect(letter).toContain('Checkout &lt;!channel&gt; errors</strong>');
  expect(letter).toContain('Service: Checkout');
  expect(letter).toMatch(/^Message-ID: <msg_\w+@hub\.example>/m);

  await rig.letPass(9);
  await rig.quiet();
  expect(rig.subjects('Ada')).toHaveLength(1);
  await rig.letPass(1);
  await expect.poll(() => rig.subjects('Ada'), PATIENCE).toHaveLength(2);
  expect(rig.subjects('Ada')[1]).toBe(`Reminder: ${title}`);
  // The next one is due ten minutes after the last.
  await rig.letPass(10);
  await expect.poll(() => rig.subjects('Ada'), PATIENCE).toHaveLength(3);

  await ask('POST', `/incidents/${id}/acknowledge`);
  const left = () => rig.store.db.selectFrom('reminders').select('incident_id').execute();
  await expect.poll(left, PATIENCE).toEqual([]);

  await send('two', 'checkout');
  await expect.poll(() => rig.subjects('Ada')[3], PATIENCE).toBe(`Storm: ${title}`);
  await ask('POST', `/incidents/${id}/resolve`, { resolution: 'Rolled back.' });
  await expect.poll(() => rig.subjects('Ada')[4], PATIENCE).toBe(`Resolved: ${title}`);
  const last = rig.mailbox.letters.at(-1)?.text ?? '';
  expect(last).toContain('The operator resolved it.');
  expect(last).toContain('Rolled back.');
  await expect.poll(() => rig.messages().length, PATIENCE).toBe(4);
  // Reminders are for people unless a channel asks for them.
  const words = rig.messages().map((text) => /^\*(\w+)\*/.exec(text)?.[1]);
  expect(words.slice(0, 2).toSorted()).toEqual(['Assigned', 'New']);
  expect(words.slice(2)).toEqual(['Storm', 'Resolved']);

  await rig.quiet();
  const told = await rig.history(`&incident_id=${id}`);
  expect(told).toHaveLength(9);
  expect(told[0]).toMatchObject({ status: 'sent', attempts: 1, reason: null, incident_id: id });
  // Somebody takes the thread of mails for one conversation.
  const threads = rig.mailbox.letters.map(({ text }) => /^References: (\S+)/m.exec(text)?.[1]);
  expect(new Set(threads)).toEqual(new Set([`<${id}@hub.example>`]));
}, 60_000);
