import { describe, expect, it } from "vitest";
import {
  acceptConditions,
  aware,
  BODY,
  conditionsAccepted,
  made,
  onConditions,
  overridden,
  proposed,
  stated,
  withdrawn,
} from "../../test/examples/concern.ts";
import { concernOf, given, shareOf, TODAY } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf, shareFacts } from "./facts.ts";
import { asOfDate } from "./latest-position.ts";
import { statusOf } from "./shares.ts";

const NOW = asOfDate({ today: TODAY, certainToday: TODAY }, concernOf(aware), { agreements: [], positions: [] });
const open = [...aware, proposed()];
const waiting = [...open, onConditions(), made()];
const status = (events: readonly ConcernEvent[]) => statusOf(shareOf(events), NOW);
const readers = (events: readonly ConcernEvent[]) => factsOf(concernOf(events), NOW).headlineSharedWith;

describe("Conditions in words", () => {
  it("are accepted by the body that the share is with before it reads anything", () => {
    expect([status(waiting), readers(waiting)]).toEqual(["awaiting-acceptance", []]);
    const state = concernOf(waiting);
    expect(shareFacts(shareOf(waiting), factsOf(state, NOW), NOW)).toMatchObject({ live: false, awaitsAcceptance: true });
    given(waiting).when(acceptConditions()).then([conditionsAccepted()]);
    const accepted = [...waiting, conditionsAccepted()];
    expect([status(accepted), readers(accepted)]).toEqual(["live", [BODY]]);
    given(accepted).when(acceptConditions()).thenNothing();
  });

  it("that the council adds later wait to be accepted anew, and nobody reads meanwhile", () => {
    const more = [...waiting, conditionsAccepted(), onConditions({ office: "leader" }, "Until the inspection.")];
    expect([status(more), readers(more)]).toEqual(["awaiting-acceptance", []]);
    given(more)
      .when(acceptConditions(2))
      .then([conditionsAccepted(2)]);
    expect(status([...more, conditionsAccepted(2)])).toBe("live");
  });

  it("that came after those that were read are not accepted with them", () => {
    const changed = [...waiting, onConditions({}, "For one meeting alone.")];
    given(changed).when(acceptConditions(1)).thenRefused("STALE_VERSION", "statement");
    given(changed)
      .when(acceptConditions(2))
      .then([conditionsAccepted(2)]);
    given(waiting).when(acceptConditions(7)).thenRefused("STALE_VERSION", "statement");
  });

  it("that are taken away wait no longer", () => {
    expect(status([...waiting, stated("agrees")])).toBe("live");
    expect(status([...waiting, stated("agrees-with-conditions", { parts: ["headline"] })])).toBe("live");
  });

  it("outlive an objection and its override, and stay accepted", () => {
    const over = [stated("objects"), overridden()];
    expect(status([...waiting, ...over])).toBe("awaiting-acceptance");
    expect(status([...waiting, conditionsAccepted(), ...over])).toBe("live");
    expect(status([...waiting, stated("objects")])).toBe("suspended");
  });

  it("of a share that is not made, or has none, or has ended, are not accepted", () => {
    given([...open, onConditions()])
      .when(acceptConditions())
      .thenRefused("SHARE_NOT_LIVE", "share");
    given([...open, stated("agrees"), made()])
      .when(acceptConditions())
      .thenNothing();
    given([...waiting, withdrawn()])
      .when(acceptConditions())
      .thenRefused("SHARE_ENDED", "share");
    given(waiting).when(acceptConditions(1, "other")).thenRefused("UNKNOWN_SHARE", "share");
  });

  it("of an earlier release, which did not record who spoke in which office, count as accepted", () => {
    const former: ConcernEvent = {
      type: "PositionStated.v2",
      data: {
        ...{ share: "share", position: "agrees-with-conditions", parts: ["headline"] },
        text: plain({ statement: "For the leads alone." }),
      },
    };
    expect(status([...open, former, made()])).toBe("live");
  });
});
