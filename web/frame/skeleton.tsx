import classes from './skeleton.module.css';

/** Holds the place of what is being fetched, in about its shape. */
export function Skeleton({ width = '100%', height = 12 }: SkeletonProps) {
  return <span className={classes.bone} style={{ width, height }} aria-hidden="true" />;
}

interface SkeletonProps {
  readonly width?: number | string;
  readonly height?: number;
}

/** Says that something is being fetched, around {@link Skeleton}s. */
export function Loading({ children }: { readonly children: React.ReactNode }) {
  return (
    <div aria-busy="true">
      <span className="visually-hidden" role="status">
        Loading
      </span>
      {children}
    </div>
  );
}
