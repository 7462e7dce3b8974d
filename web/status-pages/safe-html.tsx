import { createElement, type ReactNode, useMemo } from 'react';
import classes from '../frame/markdown.module.css';

/** What the hub's sanitiser lets through (research/statuspage.md §1.3, 17). */
const TAGS = new Set('br p b strong i em u s ul ol li code pre blockquote'.split(' '));
const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/** A sanitised text, built anew from the tags that are known: nothing else can come through. */
export function SafeHtml({ html }: { readonly html: string }) {
  const content = useMemo(() => {
    const { body } = new DOMParser().parseFromString(html, 'text/html');
    return childrenOf(body);
  }, [html]);
  return (
    <div className={classes.markdown} dir="auto">
      <div>{content}</div>
    </div>
  );
}

function childrenOf(node: Node): ReactNode[] {
  return [...node.childNodes].map(shown);
}

function shown(node: Node, index: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const tag = node.localName;
  if (tag === 'br') return <br key={index} />;
  if (tag === 'a') return createElement('a', { ...linkOf(node), key: index }, ...childrenOf(node));
  if (!TAGS.has(tag)) return childrenOf(node);
  return createElement(tag, { key: index }, ...childrenOf(node));
}

function linkOf(node: Element) {
  const href = node.getAttribute('href') ?? '';
  const safe = URL.canParse(href) && SCHEMES.has(new URL(href).protocol);
  return safe ? { href, rel: 'nofollow noopener', target: '_blank' } : {};
}
