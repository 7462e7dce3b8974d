import { ProposeDialog, type Proposing } from './propose-dialog.tsx';
import { ReviewDrawer } from './review-drawer.tsx';
import type { Reviewing } from './use-review.ts';

interface ReviewDialogsProps {
  readonly review: Reviewing;
  readonly proposing: Proposing | null;
  readonly onPropose: (proposing: Proposing | null) => void;
}

/** The proposal under review, and the form of another one; what is proposed is reviewed at once. */
export function ReviewDialogs({ review, proposing, onPropose }: ReviewDialogsProps) {
  return (
    <>
      {review.id !== null ? (
        <ReviewDrawer
          key={review.id}
          id={review.id}
          onClose={review.close}
          onProposeAgain={(again) => {
            review.close();
            onPropose({ incidentId: again.incident_id, again });
          }}
        />
      ) : null}
      {proposing ? (
        <ProposeDialog
          proposing={proposing}
          onClose={() => onPropose(null)}
          onProposed={({ id }) => {
            onPropose(null);
            review.open(id);
          }}
        />
      ) : null}
    </>
  );
}
