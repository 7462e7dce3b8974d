import { Loading, Skeleton } from '../frame/skeleton.tsx';
import classes from './incident-list.module.css';

const WIDTHS = ['62%', '48%', '71%', '55%', '66%', '43%', '58%', '69%', '51%', '64%'];

/** The list's shape while it is fetched. */
export function ListSkeleton() {
  return (
    <div className={classes.scroller}>
      <Loading>
        <div className={classes.headings} />
        <div className={classes.rows}>
          {WIDTHS.map((width, index) => (
            <div
              key={width}
              className={classes.row}
              style={{ transform: `translateY(${index * 100}%)` }}
            >
              <div className={classes.check} />
              <div className={classes.severity}>
                <Skeleton width={64} />
              </div>
              <div className={classes.title}>
                <Skeleton width={width} />
              </div>
              <div className={classes.service}>
                <Skeleton width="60%" />
              </div>
              <div className={classes.state}>
                <Skeleton width={84} />
              </div>
            </div>
          ))}
        </div>
      </Loading>
    </div>
  );
}
