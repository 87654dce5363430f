// Which position of a council's offices on a share counts as the council's, and who may change it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COUNCIL_OFFICES, type CouncilOffice, HEADS, isHead, POSITIONS } from "../../reference/concern-terms.ts";
import {
  agreement,
  aware,
  BODY,
  made,
  makeShare,
  opensAfterNotice,
  overridden,
  overrideObjection,
  proposed,
  proposeShare,
  stated,
  statePosition,
  UNTIL,
  withdrawn,
} from "../../test/examples/concern.ts";
import { cases } from "../../test/helpers/soak.ts";
import { circumstances, concernOf, given, SECOND_ADVISER, shareOf } from "../../test/helpers/specification.ts";
import type { SharingPosition } from "../council/state.ts";
import { isRefusal } from "../refusals.ts";
import { holderOf } from "./council-position.ts";
import { decide } from "./decide.ts";
import type { ConcernEvent } from "./events.ts";
import { termsOf } from "./shares.ts";
import { type ConcernState, evolve } from "./state.ts";

type Kind = (typeof POSITIONS)[number];
const open = [...aware, proposed()];
const OTHERS = COUNCIL_OFFICES.filter((office) => !isHead(office));
const narrowed = { headline: { parts: ["headline" as const] }, dated: { until: "2026-04-30" } };

/** A position in an office; conditions leave the headline of a chief executive, and an earlier day of a leader. */
const says = (office: CouncilOffice | undefined, kind: Kind, more: object = {}): ConcernEvent => {
  const conditions = kind === "agrees-with-conditions" ? (office === "leader" ? narrowed.dated : narrowed.headline) : {};
  const event = stated(kind, { ...conditions, ...more });
  const { office: _, ...data } = event.data as { office?: CouncilOffice };
  return { ...event, data: { ...data, ...(office && { office }) } } as ConcernEvent;
};
const speaking = (...offices: CouncilOffice[]) => ({ offices: offices.map((office) => ({ office })) });

describe("The position of a council on a share", () => {
  const agreed = "agrees";
  const some = "agrees-with-conditions";
  // Chief executive, leader -> the council's position, and whether the two are divided.
  it.each<[Kind, Kind, Kind, boolean]>([
    [agreed, agreed, agreed, false],
    [agreed, some, some, false],
    [some, agreed, some, false],
    [some, some, some, false],
    [agreed, "objects", "objects", true],
    ["objects", agreed, "objects", true],
    [some, "objects", "objects", true],
    ["objects", some, "objects", true],
    ["objects", "objects", "objects", false],
  ])("is, where the chief executive %s and the leader %s: %s", (chief, leader, kind, divided) => {
    for (const both of [
      [says("chief-executive", chief), says("leader", leader)],
      [says("leader", leader), says("chief-executive", chief)],
    ]) {
      const { position } = shareOf([...open, ...both]);
      expect([position.kind, position.divided === true]).toEqual([kind, divided]);
    }
  });

  it("has the parts that both heads agree to, until the earlier day, with the words of both", () => {
    const both = [says("chief-executive", some), says("leader", some)];
    expect(termsOf(shareOf([...open, ...both]))).toEqual({ parts: ["headline"], until: "2026-04-30" });
    expect(termsOf(shareOf([...open, ...both, says("chief-executive", agreed)]))).toEqual({
      parts: ["headline", "summary", "evidence"],
      until: "2026-04-30",
    });
    expect(termsOf(shareOf([...open, ...both, says("chief-executive", agreed), says("leader", agreed)])).until).toBe(UNTIL);
  });

  it.each(HEADS)("is that of the %s while the other head has not stated one, whatever other officers stated before", (head) => {
    for (const kind of POSITIONS)
      for (const before of POSITIONS) {
        const { position } = shareOf([...open, says("section-151-officer", before), says(head, kind)]);
        expect([position.kind, position.divided]).toEqual([kind, undefined]);
      }
  });

  it("is the last one of other officers while no head has stated one", () => {
    for (const first of POSITIONS)
      for (const last of POSITIONS) {
        const { position, positions } = shareOf([...open, says("monitoring-officer", first), says("lead-member", last)]);
        expect([position.kind, positions.length]).toEqual([last, 1]);
      }
  });

  it("that an earlier release recorded without an office counts until a head states one", () => {
    expect(shareOf([...open, says(undefined, "objects")]).position.kind).toBe("objects");
    expect(shareOf([...open, says(undefined, "objects"), says("leader", "agrees")]).position.kind).toBe("agrees");
  });

  it("keeps the conditions of other officers if the first head who states a position objects", () => {
    const objected = [...open, says("lead-member", some), says("chief-executive", "objects")];
    expect(termsOf(shareOf([...objected, overridden(), made()])).parts).toEqual(["headline"]);
  });
});

describe("A council whose heads are divided", () => {
  const divided = [...open, says("chief-executive", "objects"), says("leader", "agrees")];

  it("objects: the share is not made until they agree, or a second adviser overrides the objection", () => {
    given(divided).when(makeShare()).thenRefused("COUNCIL_OBJECTS", "share");
    given([...divided, says("chief-executive", "agrees")])
      .when(makeShare())
      .then([made()]);
    given(divided, { actor: SECOND_ADVISER })
      .when(overrideObjection())
      .then([overridden({ from: opensAfterNotice() })]);
  });

  it("suspends a share that was made, and the next position of either head removes the override", () => {
    const live = [...open, says("chief-executive", "agrees"), made(), says("leader", "objects")];
    given(live).when(makeShare()).thenRefused("COUNCIL_OBJECTS", "share");
    const over = [...divided, overridden(), made()];
    given(over).when(makeShare()).thenNothing();
    given([...over, says("leader", "agrees")])
      .when(makeShare())
      .thenRefused("COUNCIL_OBJECTS", "share");
  });
});

describe("Stating a position in an office", () => {
  it.each(OTHERS)("as %s is refused once a head has stated a position, whether the head agrees or objects", (office) => {
    for (const head of HEADS)
      for (const kind of POSITIONS)
        for (const own of POSITIONS)
          given([...open, says(head, own)], speaking(office))
            .when(statePosition(kind))
            .thenRefused("HEAD_HAS_SPOKEN", "share");
  });

  it.each(HEADS)("as %s replaces only the position of this office", (head) => {
    const other = head === "leader" ? "chief-executive" : "leader";
    const events = [...open, says(other, "objects"), says(head, "objects")];
    given(events, speaking(head))
      .when(statePosition("agrees"))
      .then([says(head, "agrees")]);
    expect(shareOf([...events, says(head, "agrees")]).positions.map(({ holder, kind }) => [holder, kind])).toEqual([
      [other, "objects"],
      [head, "agrees"],
    ]);
  });

  it("as an acting head counts as the head, and says that the holder is acting", () => {
    given([...open, says("chief-executive", "objects")], { offices: [{ office: "chief-executive", acting: true }] })
      .when(statePosition("agrees"))
      .then([says("chief-executive", "agrees", { acting: true })]);
  });

  it("needs the office if the person speaks in several, and is refused in an office in which they do not speak", () => {
    given(open, speaking("leader", "lead-member")).when(statePosition("agrees")).thenRefused("OFFICE_REQUIRED", "office");
    given(open, speaking("leader", "lead-member"))
      .when(statePosition("agrees", { office: "lead-member" }))
      .then([says("lead-member", "agrees")]);
    given(open, speaking("leader"))
      .when(statePosition("agrees", { office: "chief-executive" }))
      .thenRefused("NOT_A_SPEAKER", "office");
    given(open, speaking()).when(statePosition("agrees")).thenRefused("NOT_A_SPEAKER");
  });

  it("again does nothing for the same person, and is recorded for a successor", () => {
    given([...open, says("leader", "objects")], speaking("leader"))
      .when(statePosition("objects"))
      .thenNothing();
    given([...open, says("leader", "objects")], { ...speaking("leader"), actor: "the-next-leader" })
      .when(statePosition("objects"))
      .then([says("leader", "objects")]);
  });

  it("as another officer is refused where a head agreed to the share in advance, or an earlier release recorded a head", () => {
    const inAdvance = [...aware, proposed({ standingAgreement: "in-advance" })];
    given(inAdvance, { ...speaking("lead-member"), agreements: [agreement()] })
      .when(statePosition("objects"))
      .thenRefused("HEAD_HAS_SPOKEN", "share");
    given(inAdvance, { ...speaking("lead-member"), agreements: [agreement({ office: "monitoring-officer" })] })
      .when(statePosition("objects"))
      .then([says("lead-member", "objects")]);
    const former = position("objects", { concern: "concern", share: "share" });
    given([...open, says(undefined, "objects")], { ...speaking("lead-member"), positions: [former] })
      .when(statePosition("agrees"))
      .thenRefused("HEAD_HAS_SPOKEN", "share");
    given([...open, says(undefined, "objects")], speaking("lead-member"))
      .when(statePosition("agrees"))
      .then([says("lead-member", "agrees")]);
  });
});

/** What a head said of a share of another concern of the strand and cause. */
function position(kind: Kind, differing: Partial<SharingPosition> = {}): SharingPosition {
  const said = { position: kind, statedBy: "chief", statedAt: "2026-02-19T10:00:00.000Z" } as const;
  return {
    ...{ concern: "another", concernVersion: 9, share: "another-share", body: BODY, strand: "corporate", cause: "finance" },
    ...{ purpose: "align-support", parts: ["headline", "summary", "evidence"], until: UNTIL, offices: ["chief-executive"] },
    ...{ ...said, heads: [{ office: "chief-executive", ...said }], ...differing },
  };
}
const ofOfficer = (kind: Kind, differing: Partial<SharingPosition> = {}): SharingPosition =>
  position(kind, { office: "lead-member", offices: ["lead-member"], heads: [], share: "a-third", ...differing });
const LATER = { statedAt: "2026-02-21T10:00:00.000Z" };
const SAID_LATER = { statedBy: "chief", ...LATER };

describe("A head's objection to sharing a matter with a body", () => {
  it("counts against later positions of other officers on other shares: silence is an objection, and they cannot agree", () => {
    const positions = [position("objects"), ofOfficer("agrees", LATER)];
    given(aware, { positions })
      .when(proposeShare())
      .then([proposed({ silence: "is-objection" })]);
    given(open, { ...speaking("lead-member"), positions })
      .when(statePosition("agrees"))
      .thenRefused("HEAD_HAS_SPOKEN", "share");
    given(open, { ...speaking("lead-member"), positions })
      .when(statePosition("objects"))
      .then([says("lead-member", "objects")]);
  });

  it("is not removed by the other head's agreement to another share, and is removed by the same head's agreement", () => {
    const agreed = { ...LATER, share: "a-third", statedBy: "leader" };
    const byLeader = position("agrees", { ...agreed, heads: [{ office: "leader", position: "agrees", ...agreed }] });
    const byChief = position("agrees", { ...agreed, heads: [{ office: "chief-executive", position: "agrees", ...agreed }] });
    given(aware, { positions: [position("objects"), byLeader] })
      .when(proposeShare())
      .then([proposed({ silence: "is-objection" })]);
    given(aware, { positions: [position("objects"), byChief] })
      .when(proposeShare())
      .then([proposed()]);
  });

  it("stands against the other head's agreement to this share, until that head agrees to it or a second adviser overrides it", () => {
    const positions = [position("objects")];
    const agreed = [...open, says("leader", "agrees")];
    given(agreed, { positions }).when(makeShare()).thenRefused("COUNCIL_OBJECTS", "share");
    given([...agreed, says("chief-executive", "agrees")], { positions })
      .when(makeShare())
      .then([made()]);
    given([...agreed, says("chief-executive", "agrees"), says("leader", "agrees")], {
      positions: [position("objects", { ...LATER, heads: [{ office: "chief-executive", position: "objects", ...SAID_LATER }] })],
    })
      .when(makeShare())
      .thenRefused("COUNCIL_OBJECTS", "share");
    given(agreed, { positions, actor: SECOND_ADVISER })
      .when(overrideObjection())
      .then([overridden({ from: opensAfterNotice() })]);
    given([...agreed, overridden()], { positions })
      .when(makeShare())
      .then([made("share", "override")]);
  });

  it("on an earlier share of the concern stands when the matter is proposed again and the other head agrees", () => {
    const again = [...open, says("chief-executive", "objects"), withdrawn(), proposed({ share: "again" })];
    given([...again, says("leader", "agrees", { share: "again" })])
      .when(makeShare("again"))
      .thenRefused("COUNCIL_OBJECTS", "share");
    given([...again, says("leader", "agrees", { share: "again" }), says("chief-executive", "agrees", { share: "again" })])
      .when(makeShare("again"))
      .then([made("again")]);
  });

  it("differs from that of another officer, which a head's later agreement removes, and which counts after an earlier one", () => {
    const agreed = position("agrees", LATER);
    given(aware, { positions: [ofOfficer("objects", { statedAt: "2026-02-18T10:00:00.000Z" }), agreed] })
      .when(proposeShare())
      .then([proposed()]);
    given(aware, { positions: [agreed, ofOfficer("objects", { statedAt: "2026-02-22T10:00:00.000Z" })] })
      .when(proposeShare())
      .then([proposed({ silence: "is-objection" })]);
  });
});

describe("Positions that any people state in any offices", () => {
  const RUNS = cases(500, 20_000);
  const PEOPLE = ["ada", "ben", "cleo"];
  const step = fc.record({
    actor: fc.constantFrom(...PEOPLE),
    office: fc.constantFrom(...COUNCIL_OFFICES),
    kind: fc.constantFrom(...POSITIONS),
    parts: fc.constantFrom(["headline" as const], ["headline" as const, "summary" as const]),
    acting: fc.boolean(),
  });

  it("change only the position of that office, and never that of another head", () => {
    let refusals = 0;
    let divisions = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 12 }), (steps) => {
        let state: ConcernState = concernOf(open);
        const own = new Map<string, Kind>();
        for (const [n, { actor, office, kind, parts, acting }] of steps.entries()) {
          const before = state.shares[0]?.positions ?? [];
          const offices = [{ office, ...(acting && { acting: true as const }) }];
          const conditions = kind === "agrees-with-conditions" ? { parts: [...parts] } : {};
          const decided = decide(state, statePosition(kind, conditions), { ...circumstances, actor, offices });
          const headSpoke = HEADS.some((head) => own.has(head));
          if (isRefusal(decided)) {
            expect([decided.code, headSpoke, isHead(office)]).toEqual(["HEAD_HAS_SPOKEN", true, false]);
            refusals += 1;
            continue;
          }
          for (const event of decided)
            state = evolve("concern", state, event, { actor, at: `2026-03-02T10:00:${String(n).padStart(2, "0")}.000Z` });
          own.set(holderOf(office), kind);
          const share = state.shares[0] ?? expect.fail("The share is gone.");
          for (const { holder, kind: held } of share.positions) expect(held).toBe(own.get(holder));
          for (const one of before.filter(({ holder }) => holder !== holderOf(office)))
            expect(share.positions).toContainEqual(one);
          // The rule in other words than the code's.
          const [chief, leader] = HEADS.map((head) => own.get(head));
          const heads = [chief, leader].filter((one) => one !== undefined);
          const counted = heads.length > 0 ? heads : [own.get("others")];
          const effect = counted.includes("objects")
            ? "objects"
            : counted.includes("agrees-with-conditions")
              ? "agrees-with-conditions"
              : "agrees";
          expect(share.position.kind).toBe(effect);
          const isDivided = heads.length === 2 && heads.includes("objects") && heads.some((one) => one !== "objects");
          expect(share.position.divided === true).toBe(isDivided);
          if (isDivided) divisions += 1;
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(refusals).toBeGreaterThan(RUNS);
    expect(divisions).toBeGreaterThan(RUNS / 10);
  });
});
