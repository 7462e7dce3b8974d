/** A table on the terminal, and what was wrong. */
export interface Report {
  readonly row: (cells: readonly (string | number)[]) => void;
  readonly problem: (where: string, problem: string) => void;
  readonly problems: () => number;
}

/** `columns`: heads and their widths. */
export function openReport(columns: readonly (readonly [head: string, width: number])[]): Report {
  let problems = 0;
  let begun = false;
  const print = (cells: readonly (string | number)[]) =>
    console.log(
      cells.map((cell, index) => String(cell).padEnd(columns[index]?.[1] ?? 0)).join(' '),
    );
  return {
    row: (cells) => {
      if (!begun) print(columns.map(([head]) => head));
      begun = true;
      print(cells);
    },
    problem: (where, problem) => {
      problems++;
      console.log(`  PROBLEM (${where}): ${problem}`);
    },
    problems: () => problems,
  };
}

/** What an error says, for {@link Report.problem}. */
export function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
