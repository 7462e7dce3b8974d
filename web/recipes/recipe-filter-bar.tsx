import { PlainSelect } from '../frame/plain-select.tsx';
import { riskWords } from '../remediation/remediation-words.ts';
import text from '../settings/settings.module.css';
import { type RecipeFilter, RISKS } from './recipe-filter.ts';
import { categoryWord } from './recipe-words.ts';

interface RecipeFilterBarProps {
  readonly filter: RecipeFilter;
  readonly onFilter: (filter: RecipeFilter) => void;
}

/** Narrows the recipes down. */
export function RecipeFilterBar({ filter, onFilter }: RecipeFilterBarProps) {
  const change = (part: Readonly<Record<string, string>>) => {
    const next = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== '');
    onFilter(Object.fromEntries(next));
  };
  return (
    <div className={text.bar}>
      <input
        type="search"
        className={text.filter}
        aria-label="Words in a recipe"
        placeholder="Words in a recipe"
        value={filter.q ?? ''}
        maxLength={100}
        onChange={(event) => change({ q: event.currentTarget.value })}
      />
      <PlainSelect
        label="What it does"
        value={filter.category ?? ''}
        options={[
          ['', 'Looks or changes'],
          ['diagnostic', `${categoryWord('diagnostic')} only`],
          ['remediation', `${categoryWord('remediation')} something`],
        ]}
        onChange={(category) => change({ category })}
      />
      <PlainSelect
        label="Risk"
        value={filter.risk ?? ''}
        options={[['', 'Any risk'], ...RISKS.map((risk) => [risk, riskWords(risk)] as const)]}
        onChange={(risk) => change({ risk })}
      />
    </div>
  );
}
