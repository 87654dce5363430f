// A council's standing agreements as its events make them.
import type { Occurrence } from "../concern/events.ts";
import type { CouncilEvent } from "./events.ts";

export type StandingAgreement = Extract<CouncilEvent, { type: "StandingAgreementGiven.v1" }>["data"] & {
  readonly given: Occurrence;
  readonly takenBack?: Occurrence;
};
export type CouncilState = { readonly agreements: readonly StandingAgreement[] };

export const NO_AGREEMENTS: CouncilState = { agreements: [] };

export function evolveCouncil(state: CouncilState, event: CouncilEvent, by: Occurrence): CouncilState {
  switch (event.type) {
    case "StandingAgreementGiven.v1":
      return { agreements: [...state.agreements, { ...event.data, given: by }] };
    case "StandingAgreementTakenBack.v1":
      return {
        agreements: state.agreements.map((given) =>
          given.agreement === event.data.agreement ? { ...given, takenBack: by } : given,
        ),
      };
  }
}

export const standingNow = (state: CouncilState): readonly StandingAgreement[] =>
  state.agreements.filter((given) => !given.takenBack);
