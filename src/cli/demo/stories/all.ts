import type { Story } from '../scene.ts';
import { checkoutOutage } from './checkout.ts';
import { fullDisk, hungryHost, restart } from './hosts.ts';
import { lateMail, nightBackup } from './night.ts';
import { noise } from './noise.ts';
import { paymentProvider } from './payments.ts';
import { giftCards, stockDrift } from './people.ts';
import { refusals } from './refusals.ts';
import { searchStorm } from './search-storm.ts';
import { oddTitles } from './titles.ts';

/** Everything that happens on the day, in any order. A new story is a file and a line here. */
export const STORIES: readonly Story[] = [
  nightBackup,
  noise,
  restart,
  fullDisk,
  oddTitles,
  lateMail,
  searchStorm,
  stockDrift,
  paymentProvider,
  giftCards,
  hungryHost,
  checkoutOutage,
  refusals,
];
