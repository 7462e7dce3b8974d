import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { atLeast, useSession } from '../api/session.ts';
import { tellDone } from '../frame/toasts.ts';
import { KEY, standingQuery } from '../remediation/remediation-data.ts';
import text from '../settings/settings.module.css';
import { useChange } from '../settings/use-change.ts';
import type { Recipe } from './recipe-data.ts';
import classes from './recipes.module.css';

/** What keeps a recipe from being proposed or from running. */
export function RecipeNotices({ recipe, isOld }: { recipe: Recipe; isOld: boolean }) {
  const { data } = useQuery(standingQuery);
  const { slug, enabled, version } = recipe;
  return (
    <>
      {isOld ? (
        <div className={classes.notice}>
          <p>
            This is how version {version} was.{' '}
            <Link to={`/recipes/${slug}`}>See the newest one</Link>
          </p>
        </div>
      ) : null}
      {enabled ? null : (
        <div className={classes.notice}>
          <p>It is off: no incident is offered it.</p>
        </div>
      )}
      {data?.open_circuits.includes(slug) ? <OpenCircuit slug={slug} /> : null}
    </>
  );
}

function OpenCircuit({ slug }: { readonly slug: string }) {
  const mayChange = atLeast(useSession().role, 'admin');
  const { busy, failure, make } = useChange(KEY, 'audit');
  const close = async () => {
    const resume = async () =>
      unwrap(await api.POST('/api/v1/remediation/resume', { body: { recipe: slug } }));
    if (await make(resume)) tellDone('It may run again');
  };
  return (
    <div className={classes.notice} data-bad="true">
      <p>
        Its last runs failed one after the other, so it begins no more.
        {mayChange ? '' : ' An admin may let it run again.'}
      </p>
      {mayChange ? (
        <Button variant="default" loading={busy} onClick={() => void close()}>
          Let it run again
        </Button>
      ) : null}
      {failure ? (
        <p className={text.fault} role="alert">
          {failure.message}
        </p>
      ) : null}
    </div>
  );
}
