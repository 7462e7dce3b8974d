import type { Cast, PersonKey } from './cast.ts';
import { type Ask, listAll } from './hub-access.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

const SERVICES: readonly (readonly [string, string, readonly PersonKey[]])[] = [
  ['storefront', 'The shop as customers see it: pages, images, login.', ['mei']],
  ['checkout', 'From the basket to the order.', ['jonas']],
  ['payments', 'Cards, vouchers and refunds, through two providers.', ['jonas', 'noor']],
  ['search', 'Finds products; six nodes behind a load balancer.', ['mei']],
  ['catalog', 'Products, prices and translations.', ['samir']],
  ['inventory', 'What is on the shelves.', ['samir']],
  ['mail', 'Order confirmations and newsletters.', ['noor']],
  ['warehouse', 'Hands orders to the warehouse and takes the stock back.', ['samir']],
];

const FIELDS = [
  {
    name: 'customers_affected',
    label: 'Customers notice it',
    kind: 'checkbox',
    default_value: false,
  },
  {
    name: 'regions',
    label: 'Regions',
    kind: 'multi_select',
    options: ['EU', 'UK', 'US', 'MENA'],
  },
  {
    name: 'cause',
    label: 'Cause',
    kind: 'single_select',
    options: ['Our change', 'Provider', 'Hardware', 'Load', 'Not known yet'],
  },
  { name: 'ticket', label: 'Ticket', kind: 'text' },
];

const VIEWS = [
  {
    name: 'Customers are hurt',
    filter: { severity: 'critical,high', progress: 'triggered,acknowledged' },
  },
  {
    name: 'Recovered, to be resolved',
    filter: { flagged: 'true', progress: 'triggered,acknowledged' },
  },
  { name: 'Payments', filter: { service: 'payments', progress: 'triggered,acknowledged' } },
];

function rules({ ids }: Cast) {
  return [
    {
      name: 'Staging wakes nobody',
      condition: 'labels.environment == "staging"',
      actions: { suppress: true },
    },
    {
      name: 'Payments: one incident for all that fails',
      condition: 'service == "payments"',
      actions: {
        group_by: ['service'],
        window: { minutes: 30, kind: 'sliding' },
        on_recovery: 'flag',
        responders: [ids.jonas, ids.noor],
      },
    },
    {
      name: 'Certificates can wait until morning',
      condition: 'title.startsWith("Certificate")',
      actions: { severity: 'low', group_by: ['labels.issuer'] },
    },
  ];
}

/** Makes what the shop has configured, unless something of that name is there already. */
export async function furnish(admin: Ask, cast: Cast): Promise<void> {
  await makeServices(admin, cast);
  await makeMissing(admin, '/custom-fields', await names(admin, '/custom-fields'), FIELDS);
  await makeMissing(admin, '/routing-rules', await names(admin, '/routing-rules'), rules(cast));
  const mara = cast.as('mara');
  const views = VIEWS.map((view) => ({ ...view, shared: true }));
  await makeMissing(mara, '/saved-views', await names(mara, '/saved-views'), views);
}

async function names(ask: Ask, path: string): Promise<ReadonlySet<string>> {
  const { data } = await ask<{ data: Named[] }>('GET', path);
  return new Set(data.map(({ name }) => name));
}

async function makeMissing(
  ask: Ask,
  path: string,
  known: ReadonlySet<string>,
  wanted: readonly { readonly name: string }[],
): Promise<void> {
  for (const one of wanted) if (!known.has(one.name)) await ask('POST', path, one);
}

/** An alert may have made a service before, without its description and people. */
async function makeServices(admin: Ask, cast: Cast): Promise<void> {
  const known = await listAll<Named>(admin, '/services');
  for (const [name, description, people] of SERVICES) {
    const body = { description, hidden: false, responders: people.map((one) => cast.ids[one]) };
    const found = known.find((one) => one.name.toLowerCase() === name);
    if (found) await admin('PATCH', `/services/${found.id}`, body);
    else await admin('POST', '/services', { name, ...body });
  }
}
