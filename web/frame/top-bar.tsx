import { Menu, useMantineColorScheme } from '@mantine/core';
import { signOut } from '../api/auth.ts';
import { actInTenant } from '../api/credential.ts';
import { useSession } from '../api/session.ts';
import { Icon, type IconName } from './icons.tsx';
import { shownKeys } from './keys.ts';
import classes from './top-bar.module.css';

/** Search on top; tenant, theme and person in the corner. */
export function TopBar({ onSearch }: { readonly onSearch: () => void }) {
  return (
    <section className={classes.bar} aria-label="Search and account">
      <button type="button" className={classes.search} onClick={onSearch}>
        <Icon name="search" />
        <span className={classes.searchWords}>Search or do something</span>
        <span className={classes.keys} aria-hidden="true">
          {shownKeys('mod+k').map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      </button>
      <span className={classes.space} />
      <TenantMenu />
      <PersonMenu />
    </section>
  );
}

function TenantMenu() {
  const { tenant, tenants } = useSession();
  if (tenants.length < 2) return <span className={classes.tenant}>{tenant.name}</span>;
  const go = (slug: string) => {
    actInTenant(slug);
    // Everything that is shown or cached belongs to the other one.
    location.assign('/incidents');
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={classes.corner}>
          <span className={classes.name}>{tenant.name}</span>
          <Icon name="down" size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Tenant</Menu.Label>
        {tenants.map(({ id, slug, name }) => (
          <Menu.Item
            key={id}
            onClick={() => go(slug)}
            leftSection={<Icon name="check" visibility={id === tenant.id ? 'visible' : 'hidden'} />}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const SCHEMES: readonly { name: 'light' | 'dark' | 'auto'; label: string; icon: IconName }[] = [
  { name: 'light', label: 'Light', icon: 'sun' },
  { name: 'dark', label: 'Dark', icon: 'moon' },
  { name: 'auto', label: 'As the system', icon: 'screen' },
];

function PersonMenu() {
  const { person, role } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const name = person?.name ?? 'API key';
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <button type="button" className={classes.corner} aria-label={`${name}, theme and account`}>
          <span className={classes.initials} data-initials={initialsOf(name)} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {name} · {role}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        {SCHEMES.map((scheme) => (
          <Menu.Item
            key={scheme.name}
            role="menuitemradio"
            aria-checked={colorScheme === scheme.name}
            leftSection={<Icon name={scheme.icon} />}
            rightSection={colorScheme === scheme.name ? <Icon name="check" /> : null}
            onClick={() => setColorScheme(scheme.name)}
          >
            {scheme.label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="logout" />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** At most two letters that stand for a name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/[\s@._-]+/);
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
}
