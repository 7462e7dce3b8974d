import { PlainSelect } from '../frame/plain-select.tsx';
import { ownZone } from './zones.ts';

interface ZoneChoiceProps {
  /** The zone of the status page. */
  readonly page: string;
  readonly mine: boolean;
  readonly onChoose: (mine: boolean) => void;
}

/** Whose clocks a calendar goes by. */
export function ZoneChoice({ page, mine, onChoose }: ZoneChoiceProps) {
  return (
    <PlainSelect
      label="Zone of the calendar"
      value={mine ? 'mine' : 'page'}
      options={[
        ['page', `Page: ${page}`],
        ['mine', `Mine: ${ownZone()}`],
      ]}
      onChange={(value) => onChoose(value === 'mine')}
    />
  );
}
