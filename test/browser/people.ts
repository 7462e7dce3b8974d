import type { Page } from 'playwright-core';
import type { BrowserHub } from './browser-hub.ts';

export const PASSWORD = 'correct horse battery';

/** Somebody with an account. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** Invites somebody into a tenant and accepts as them. */
export async function addPerson(
  hub: BrowserHub,
  name: string,
  role: 'owner' | 'admin' | 'responder' | 'viewer',
  tenant = 'default',
): Promise<Person> {
  const local = name
    .toLowerCase()
    .match(/[a-z]+/g)
    ?.slice(0, 2)
    .join('.');
  const email = `${local}@shop.example`;
  const invited = await hub.operator(tenant, 'POST', '/invitations', { email, role });
  const { url } = invited as { readonly url: string };
  const token = new URLSearchParams(new URL(url).hash.slice(1)).get('token');
  const response = await fetch(`${hub.url}/api/v1/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: hub.url },
    body: JSON.stringify({ token, name, password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return { name, email };
}

/** Signs in by the form of the page that is shown. */
export async function signIn(page: Page, { email }: Person): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Opens an address of the hub as somebody, by way of the sign-in. */
export async function goAs(page: Page, hub: BrowserHub, who: Person, path: string): Promise<void> {
  await page.goto(hub.url + path);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(page, who);
}

/** Ends every session there is, as if its time had come. */
export async function endSessions(hub: BrowserHub): Promise<void> {
  await hub.sql('delete from auth.sessions');
}
