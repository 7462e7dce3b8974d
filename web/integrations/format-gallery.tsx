import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../frame/icons.tsx';
import { GENERIC_TOOL, searchTools, type Tool, toolsFor } from './gallery.ts';
import type { Format } from './integration-data.ts';
import classes from './integrations.module.css';

interface FormatGalleryProps {
  readonly formats: readonly Format[];
  readonly chosen: Tool | null;
  readonly onChoose: (tool: Tool) => void;
}

/** What can send here; searched, because people know their tool's name and not its format. */
export function FormatGallery({ formats, chosen, onChoose }: FormatGalleryProps) {
  const [search, setSearch] = useState('');
  const tools = toolsFor(formats);
  const found = searchTools(tools, search);
  const generic = tools.find(({ name }) => name === GENERIC_TOOL);
  return (
    <section className={classes.stack} aria-labelledby="formats">
      <h2 id="formats">What will send?</h2>
      <TextInput
        type="search"
        aria-label="Search tools"
        placeholder="Prometheus, Grafana, cron …"
        leftSection={<Icon name="search" size={14} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        className={classes.narrow}
        autoFocus
      />
      <p role="status" className={classes.note}>
        {found.length === 0 && generic
          ? `No format is made for “${search.trim()}”. If it can post JSON, this one fits:`
          : ''}
      </p>
      <Cards
        tools={found.length === 0 && generic ? [generic] : found}
        chosen={chosen}
        onChoose={onChoose}
      />
    </section>
  );
}

interface CardsProps {
  readonly tools: readonly Tool[];
  readonly chosen: Tool | null;
  readonly onChoose: (tool: Tool) => void;
}

function Cards({ tools, chosen, onChoose }: CardsProps) {
  return (
    <ul className={classes.gallery}>
      {tools.map((tool) => (
        <li key={tool.name}>
          <button
            type="button"
            className={classes.card}
            aria-pressed={tool.name === chosen?.name}
            onClick={() => onChoose(tool)}
          >
            <strong>{tool.title}</strong>
            <span className={classes.note}>{tool.about}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
