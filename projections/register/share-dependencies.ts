// The statements of councils on which shares depend: when one changes, the register updates the concerns of these shares at once.
import type { ConcernState } from "../../services/concern/state.ts";
import type { CouncilEvent } from "../../services/council/events.ts";
import type { CouncilState } from "../../services/council/state.ts";

/** The key of everything that a council says about sharing with a body in a strand. */
const sharingWith = (council: string, strand: string, body: string): string => `${council}/${strand}/${body}`;

/** The dependencies of a concern's shares: their standing agreements; and until a share is made, what the council says about sharing with its body. */
export const dependenciesOf = (state: ConcernState | undefined): ReadonlySet<string> =>
  new Set(
    state?.shares.flatMap(({ standingAgreement, body, made, ended }) => [
      ...(standingAgreement === undefined ? [] : [standingAgreement]),
      ...(made || ended ? [] : [sharingWith(state.council, state.strand, body)]),
    ]),
  );

/** The dependencies that an event of a council changes. `agreements` are those before the event. */
export function dependenciesChanged(
  council: string,
  { type, data }: CouncilEvent,
  { agreements }: CouncilState,
): readonly string[] {
  if (type === "StandingAgreementGiven.v2" || type === "SharingPositionRecorded.v2")
    return [sharingWith(council, data.strand, data.body)];
  if (type !== "StandingAgreementTakenBack.v2") return [];
  const given = agreements.find(({ agreement }) => agreement === data.agreement);
  return [data.agreement, ...(given ? [sharingWith(council, given.strand, given.body)] : [])];
}
