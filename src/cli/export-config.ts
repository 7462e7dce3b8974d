import { readVariable } from '../config.ts';
import { openAccess } from './apply/access.ts';
import { asYaml, exportTenant } from './apply/export-tenant.ts';
import { readState } from './apply/hub-state.ts';
import { hubUrl } from './hub-client.ts';
import { CommandFailure, EXIT } from './outcomes.ts';

/** The options of `tocsin export-config`. */
interface ExportCommand {
  readonly url?: string;
  readonly apiKey?: string;
  readonly tenant?: string;
  readonly json?: boolean;
}

/** Prints the configuration that a hub has now, as a file that `tocsin apply` takes. */
export async function exportConfig(options: ExportCommand): Promise<void> {
  const base = hubUrl(options.url);
  const access = await openAccess(base, options.apiKey ?? readVariable('TOCSIN_API_KEY'));
  const { tenant } = options;
  if (tenant !== undefined && !access.tenants.includes(tenant)) {
    throw new CommandFailure(EXIT.refused, `There is no tenant "${tenant}" for this credential.`);
  }
  const tenants = [];
  for (const slug of tenant === undefined ? access.tenants : [tenant]) {
    tenants.push(exportTenant(await readState(access.within(slug), () => true)));
  }
  if (options.json) console.log(JSON.stringify({ tenants }, null, 2));
  else process.stdout.write(asYaml(tenants, base));
}
