const TEMPLATE = '[TPL]';

/** What stands for a label that is missing (Flashduty docs, "Title rule"). */
const NO_VALUE = '<no value>';

/**
 * The title that a rule makes of the labels: `[TPL]${host} is down`, or the older `$host::$check`,
 * whose values are joined. A Go template stays as it is: nothing that a sender supplies is executed.
 */
export function titleOf(rule: string, labels: Readonly<Record<string, string>>): string {
  if (rule.startsWith(TEMPLATE)) {
    const text = rule.slice(TEMPLATE.length);
    return text.replace(/\$\{([^{}]{1,128})\}/g, (_, name: string) => {
      const label = name.trim();
      return Object.hasOwn(labels, label) ? (labels[label] ?? '') : NO_VALUE;
    });
  }
  if (!/^\$\w+(::\$\w+)*$/.test(rule)) return rule;
  const values = rule.split('::').map((part) => {
    const label = part.slice(1);
    return Object.hasOwn(labels, label) ? labels[label] : NO_VALUE;
  });
  return values.join('::');
}
