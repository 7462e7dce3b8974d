import type { SubscriberChannel } from '../store/status-tables.ts';
import type { PageLocale } from './render/strings.ts';

/** Every word of the pages about subscriptions in one language. */
export interface SubscriberWords {
  readonly subscribeTitle: string;
  readonly how: string;
  readonly channel: Readonly<Record<SubscriberChannel, string>>;
  readonly address: string;
  readonly addressHint: string;
  readonly noMail: string;
  readonly what: string;
  readonly everything: string;
  readonly onlyThese: string;
  readonly language: string;
  readonly subscribe: string;
  readonly acceptedTitle: string;
  readonly accepted: Readonly<Record<SubscriberChannel, string>>;
  readonly faultAddress: (fault: string) => string;
  readonly faultEmail: string;
  readonly faultServices: string;
  readonly faultPrivate: string;
  readonly faultTooMany: string;
  readonly confirmTitle: string;
  readonly confirmText: (label: string, hub: string) => string;
  readonly confirm: string;
  readonly confirmedTitle: string;
  readonly confirmedText: (label: string, hub: string) => string;
  readonly manageLink: string;
  readonly manageTitle: string;
  readonly manageText: (label: string, hub: string) => string;
  readonly secretTitle: string;
  readonly secretText: string;
  readonly save: string;
  readonly saved: string;
  readonly unsubscribeTitle: string;
  readonly unsubscribeText: (label: string, hub: string) => string;
  readonly unsubscribe: string;
  readonly unsubscribedTitle: string;
  readonly unsubscribedText: (label: string, hub: string) => string;
}

const english: SubscriberWords = {
  subscribeTitle: 'Subscribe',
  how: 'How do you want to be told?',
  channel: { email: 'E-mail', webhook: 'Webhook', slack: 'Slack or another chat' },
  address: 'E-mail address, or URL of the webhook',
  addressHint: 'A chat has an incoming webhook: https://hooks.slack.com/services/…',
  noMail: 'This installation sends no mail.',
  what: 'What do you want to be told of?',
  everything: 'Everything',
  onlyThese: 'Only these components',
  language: 'Language',
  subscribe: 'Subscribe',
  acceptedTitle: 'One more step',
  accepted: {
    email:
      'We have written to the address, unless we did so lately. Follow the link in the mail to confirm; it is good for seven days.',
    webhook:
      'We have sent a request to the URL, unless we did so lately. Open the confirm_url in its body to confirm; it is good for seven days.',
    slack:
      'We have posted a message to the chat, unless we did so lately. Follow its link to confirm; it is good for seven days.',
  },
  faultAddress: (fault) => `This URL cannot be used: ${fault}.`,
  faultEmail: 'This is no e-mail address.',
  faultServices: 'Please choose components that this page shows.',
  faultPrivate: 'This page is private. Its owner can subscribe you.',
  faultTooMany: 'That was too much at once. Please try again later.',
  confirmTitle: 'Confirm the subscription',
  confirmText: (label, hub) => `${label} is to be told what happens at ${hub}.`,
  confirm: 'Confirm',
  confirmedTitle: 'You are subscribed',
  confirmedText: (label, hub) => `From now on ${label} is told what happens at ${hub}.`,
  manageLink: 'Choose what you are told',
  manageTitle: 'Your subscription',
  manageText: (label, hub) => `${label} is told what happens at ${hub}.`,
  secretTitle: 'Signing secret',
  secretText:
    'Every request is signed as Standard Webhooks describes (webhook-id, webhook-timestamp, webhook-signature). Check it with this secret:',
  save: 'Save',
  saved: 'Saved.',
  unsubscribeTitle: 'Unsubscribe',
  unsubscribeText: (label, hub) => `${label} is to be told nothing more of ${hub}.`,
  unsubscribe: 'Unsubscribe',
  unsubscribedTitle: 'You have unsubscribed',
  unsubscribedText: (label, hub) => `${label} is told nothing more of ${hub}.`,
};

const german: SubscriberWords = {
  subscribeTitle: 'Abonnieren',
  how: 'Wie möchten Sie es erfahren?',
  channel: { email: 'E-Mail', webhook: 'Webhook', slack: 'Slack oder ein anderer Chat' },
  address: 'E-Mail-Adresse oder URL des Webhooks',
  addressHint: 'Ein Chat hat einen eingehenden Webhook: https://hooks.slack.com/services/…',
  noMail: 'Diese Installation verschickt keine E-Mails.',
  what: 'Was möchten Sie erfahren?',
  everything: 'Alles',
  onlyThese: 'Nur diese Komponenten',
  language: 'Sprache',
  subscribe: 'Abonnieren',
  acceptedTitle: 'Noch ein Schritt',
  accepted: {
    email:
      'Wir haben an die Adresse geschrieben, falls nicht vor Kurzem schon. Bestätigen Sie über den Link in der E-Mail; er gilt sieben Tage.',
    webhook:
      'Wir haben eine Anfrage an die URL geschickt, falls nicht vor Kurzem schon. Öffnen Sie die confirm_url aus ihrem Inhalt, um zu bestätigen; sie gilt sieben Tage.',
    slack:
      'Wir haben eine Nachricht in den Chat geschickt, falls nicht vor Kurzem schon. Bestätigen Sie über ihren Link; er gilt sieben Tage.',
  },
  faultAddress: (fault) => `Diese URL geht nicht: ${fault}.`,
  faultEmail: 'Das ist keine E-Mail-Adresse.',
  faultServices: 'Bitte wählen Sie Komponenten, die diese Seite zeigt.',
  faultPrivate: 'Diese Seite ist privat. Wer sie betreibt, kann Sie eintragen.',
  faultTooMany: 'Das war zu viel auf einmal. Bitte versuchen Sie es später noch einmal.',
  confirmTitle: 'Abonnement bestätigen',
  confirmText: (label, hub) => `${label} soll erfahren, was bei ${hub} geschieht.`,
  confirm: 'Bestätigen',
  confirmedTitle: 'Sie haben abonniert',
  confirmedText: (label, hub) => `Von nun an erfährt ${label}, was bei ${hub} geschieht.`,
  manageLink: 'Auswählen, was Sie erfahren',
  manageTitle: 'Ihr Abonnement',
  manageText: (label, hub) => `${label} erfährt, was bei ${hub} geschieht.`,
  secretTitle: 'Geheimnis der Unterschrift',
  secretText:
    'Jede Anfrage ist unterschrieben, wie Standard Webhooks es beschreibt (webhook-id, webhook-timestamp, webhook-signature). Prüfen Sie sie mit diesem Geheimnis:',
  save: 'Speichern',
  saved: 'Gespeichert.',
  unsubscribeTitle: 'Abbestellen',
  unsubscribeText: (label, hub) => `${label} soll von ${hub} nichts mehr erfahren.`,
  unsubscribe: 'Abbestellen',
  unsubscribedTitle: 'Sie haben abbestellt',
  unsubscribedText: (label, hub) => `${label} erfährt von ${hub} nichts mehr.`,
};

const CATALOGUE: Readonly<Record<PageLocale, SubscriberWords>> = { en: english, de: german };

/** The words of a language. */
export function subscriberWordsOf(locale: PageLocale): SubscriberWords {
  return CATALOGUE[locale];
}
