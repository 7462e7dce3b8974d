import type { RecipeDocument } from './recipe-data.ts';
import classes from './recipes.module.css';

/** The condition under which a recipe is proposed, and what makes it fit better. */
export function WhenItFits({ document }: { readonly document: RecipeDocument }) {
  const { when, signals = [] } = document;
  return (
    <section className={classes.part}>
      <h2>When it is proposed</h2>
      <pre className={classes.condition}>{when.trim()}</pre>
      {signals.length > 0 ? (
        <>
          <p>It comes before others that fit, too, when:</p>
          <ul className={classes.list} aria-label="Signals">
            {signals.map((signal) => (
              <li key={`${signal.because} ${signal.when}`} className={classes.signal}>
                <span className={classes.weight} title="How much it counts">
                  +{signal.weight ?? 1}
                </span>
                <span>
                  {signal.because} <code>{signal.when.trim()}</code>
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}
