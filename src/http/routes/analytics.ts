import { csvOfAnalytics } from '../../incidents/analytics-figures.ts';
import { AnalyticsQuery, AnalyticsView } from '../../incidents/analytics-schemas.ts';
import { summarizeAnalytics } from '../../incidents/analytics-summary.ts';
import { SuggestionsQuery, SuggestionsView } from '../../remediation/suggestion-schemas.ts';
import { csvOfSuggestions, summarizeSuggestions } from '../../remediation/summarize-suggestions.ts';
import { route } from '../route.ts';
import { TextFile } from '../text-file.ts';

export const analyticsRoutes = [
  route({
    method: 'GET',
    url: '/analytics/summary',
    tag: 'Analytics',
    summary: 'Incidents and alerts of a period, in figures',
    description:
      'Counts, times to acknowledge and to close, noise reduction and the noisiest alerts; `by` splits them. `format=csv` gives the groups and the total as a table.',
    query: AnalyticsQuery,
    response: AnalyticsView,
    handle: async (context, { query }) => {
      const view = await summarizeAnalytics(context, query);
      if (query.format !== 'csv') return view;
      const name = `tocsin-${view.by ?? 'total'}-${view.from.slice(0, 10)}.csv`;
      return new TextFile('text/csv', name, csvOfAnalytics(view));
    },
  }),
  route({
    method: 'GET',
    url: '/analytics/suggestions',
    tag: 'Analytics',
    summary: 'What became of the recipes that were proposed in a period',
    description:
      'For each recipe: approved, rejected, expired; how the runs ended. `format=csv` gives the recipes and the total as a table.',
    query: SuggestionsQuery,
    response: SuggestionsView,
    handle: async (context, { query }) => {
      const view = await summarizeSuggestions(context, query);
      if (query.format !== 'csv') return view;
      const name = `tocsin-suggestions-${view.from.slice(0, 10)}.csv`;
      return new TextFile('text/csv', name, csvOfSuggestions(view));
    },
  }),
];
