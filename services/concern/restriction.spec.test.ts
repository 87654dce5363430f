// The restriction of a concern about leadership inside the council: who decides on it, whom it names, its review, and the council's tasks meanwhile.
import { describe, expect, it } from "vitest";
import {
  aware,
  COUNCIL,
  closed,
  evidenceAdded,
  explained,
  liftRestriction,
  logged,
  madeAware,
  NAMED,
  proposed,
  restrictConcern,
  restricted,
  restrictionLifted,
  restrictionReviewed,
  reviewRestriction,
  TELL_BY,
} from "../../test/examples/concern.ts";
import { concernOf, given, personOf, TODAY } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import { dayAfter } from "../dates.ts";
import { certainDay } from "../decision-context.ts";
import type { HeldOffice } from "../people/assignments.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf } from "./facts.ts";
import { notifiedOf } from "./notified.ts";
import { tasksOf } from "./tasks.ts";

const toldOfLeadership = [logged({ cause: "leadership" }), evidenceAdded(), madeAware()];
const isRestricted = [...toldOfLeadership, restricted()];

const holding = (office: HeldOffice["office"], reads = true): HeldOffice => ({ office, reads });
/** The people of the council and their offices; the nominated officer reads another strand. */
const PEOPLE: Readonly<Record<string, readonly HeldOffice[]>> = {
  "chief-executive": [holding("chief-executive")],
  leader: [holding("leader")],
  "monitoring-officer": [holding("monitoring-officer")],
  "section-151-officer": [holding("section-151-officer")],
  "nominated-officer": [holding("nominated-officer", false)],
};
const inOffice = (differing: Readonly<Record<string, readonly HeldOffice[]>> = {}) => ({
  officesOf: (person: string) => ({ ...PEOPLE, ...differing })[person] ?? [],
});
const decided = (events: readonly ConcernEvent[], differing: object = {}) => given(events, { ...inOffice(), ...differing });

describe("The restriction of a concern inside the council", () => {
  it("names people of the council by the offices in which they read the strand", () => {
    decided(toldOfLeadership).when(restrictConcern()).then([restricted()]);
  });

  it("is possible before the council is told, also past the last day to tell it, and on a closed concern", () => {
    decided(toldOfLeadership.slice(0, 2)).when(restrictConcern()).then([restricted()]);
    decided(toldOfLeadership.slice(0, 2), { today: dayAfter(TELL_BY) })
      .when(restrictConcern())
      .then([restricted()]);
    decided([...toldOfLeadership, explained(), closed()])
      .when(restrictConcern())
      .then([restricted()]);
  });

  it("is only for a concern about leadership", () => {
    decided(aware).when(restrictConcern()).thenRefused("RESTRICTION_ONLY_LEADERSHIP");
  });

  it("is decided by nobody who holds an office that the concern is about, in any strand", () => {
    const aboutOfficer = restrictConcern({ aboutOffices: ["leader", "monitoring-officer"] });
    const byOfficer = { actor: "monitoring-officer" };
    decided(toldOfLeadership, byOfficer).when(restrictConcern()).then([restricted()]);
    decided(toldOfLeadership, byOfficer).when(aboutOfficer).thenRefused("RESTRICTION_ABOUT_YOURSELF", "aboutOffices");
    const actsForAnother = inOffice({ "monitoring-officer": [holding("monitoring-officer"), holding("chief-executive", false)] });
    decided(toldOfLeadership, { ...byOfficer, ...actsForAnother })
      .when(restrictConcern())
      .thenRefused("RESTRICTION_ABOUT_YOURSELF", "aboutOffices");
    const aboutThem = [...toldOfLeadership, restricted({ aboutOffices: ["monitoring-officer"] })];
    for (const command of [restrictConcern(), reviewRestriction(), liftRestriction()])
      decided(aboutThem, byOfficer).when(command).thenRefused("RESTRICTION_ABOUT_YOURSELF");
  });

  it("names two people at least who are the chief executive, the leader or the monitoring officer", () => {
    const named = (...people: string[]) => decided(toldOfLeadership).when(restrictConcern({ named: people }));
    named("leader", "section-151-officer").thenRefused("RESTRICTION_TOO_FEW_NAMED", "named");
    named("leader", "leader").thenRefused("RESTRICTION_TOO_FEW_NAMED", "named");
    const both = inOffice({ leader: [holding("leader"), holding("monitoring-officer")] });
    decided(toldOfLeadership, both)
      .when(restrictConcern({ named: ["leader", "section-151-officer"] }))
      .thenRefused("RESTRICTION_TOO_FEW_NAMED", "named");
  });

  it("names nobody without an office in the council that reads the strand", () => {
    decided(toldOfLeadership)
      .when(restrictConcern({ named: ["leader", "monitoring-officer", "nominated-officer", "stranger"] }))
      .thenRefusedAll([
        ["NAMED_WITHOUT_OFFICE", "named.2"],
        ["NAMED_WITHOUT_OFFICE", "named.3"],
      ]);
  });

  it("with the same offices and people does nothing; with others it replaces the one before", () => {
    decided(isRestricted)
      .when(restrictConcern({ reason: "As before." }))
      .thenNothing();
    const named = [...NAMED, { person: "section-151-officer", offices: ["section-151-officer" as const] }];
    decided(isRestricted)
      .when(restrictConcern({ named: named.map(({ person }) => person) }))
      .then([restricted({ named })]);
    decided([...isRestricted, restrictionLifted()])
      .when(restrictConcern())
      .then([restricted()]);
  });

  it("is reviewed and lifted while it is in force", () => {
    decided(isRestricted).when(reviewRestriction()).then([restrictionReviewed()]);
    decided(isRestricted).when(liftRestriction()).then([restrictionLifted()]);
    for (const events of [toldOfLeadership, [...isRestricted, restrictionLifted()]])
      for (const command of [reviewRestriction(), liftRestriction()]) decided(events).when(command).thenRefused("NOT_RESTRICTED");
  });

  it("does not stay by a review once fewer than two of the three offices are among the named", () => {
    decided(isRestricted, inOffice({ leader: [] }))
      .when(reviewRestriction())
      .thenRefused("RESTRICTION_TOO_FEW_NAMED", undefined, "Restrict the concern to others, or lift the restriction.");
  });

  it("makes the named people a fact of the concern until it is lifted", () => {
    const asOf = { ...certainDay(TODAY), blocked: new Set<string>(), inForce: new Set<string>() };
    const facts = (events: readonly ConcernEvent[]) => factsOf(concernOf(events), asOf);
    expect(facts(toldOfLeadership)).toMatchObject({ restricted: false, namedReaders: [] });
    expect(facts(isRestricted)).toMatchObject({ restricted: true, namedReaders: ["leader", "monitoring-officer"] });
    expect(facts([...isRestricted, restrictionLifted()])).toMatchObject({ restricted: false, namedReaders: [] });
  });

  it("lets a notice reach the council only through one of the named people", () => {
    const speaker = personOf([
      { type: "PersonRegistered.v1", data: { text: plain({ name: "Ada (invented)" }) } },
      {
        type: "AssignmentStarted.v2",
        data: {
          ...{ assignment: "a", role: "leader", regions: [], strands: [], council: COUNCIL },
          ...{ from: "2026-01-01", until: "2026-12-31" },
        },
      },
    ]);
    const speaks = (...namedReaders: string[]) => {
      const about = { council: COUNCIL, strand: "corporate" as const, restricted: namedReaders.length > 0, namedReaders };
      return notifiedOf(speaker, undefined, about, certainDay(TODAY)).speaks;
    };
    expect([speaks(), speaks("person", "another"), speaks("another")]).toEqual([true, true, false]);
  });

  it("makes the council's tasks those of the named people, and is reviewed each month by the advisers and the monitoring officer", () => {
    const tasks = (...events: readonly ConcernEvent[]) =>
      tasksOf(concernOf(events), { inForce: new Set(), blocked: new Set() }).map(
        ({ kind, audience, due }) => `${kind} ${audience}${kind === "restriction-to-review" ? ` ${due}` : ""}`,
      );
    const open = [...toldOfLeadership, proposed()];
    expect(tasks(...open)).toContain("position-wanted speakers:X00000001/corporate");
    const meanwhile = tasks(...open, restricted());
    expect(meanwhile.filter((task) => task.includes("speakers:"))).toEqual([]);
    expect(meanwhile).toEqual(
      expect.arrayContaining([
        ...["position-wanted person:leader", "position-wanted person:monitoring-officer", "reply-wanted person:leader"],
        ...["scope:E12000001/corporate", "person:monitoring-officer"].map((who) => `restriction-to-review ${who} 2026-03-20`),
      ]),
    );
    const aboutOfficer = tasks(...open, restricted({ aboutOffices: ["monitoring-officer"] }));
    expect(aboutOfficer.filter((task) => task.startsWith("restriction"))).toEqual([
      "restriction-to-review scope:E12000001/corporate 2026-03-20",
    ]);
    expect(tasks(...open, restricted(), restrictionLifted())).toEqual(tasks(...open));
    const over = [...toldOfLeadership, restricted(), explained(), closed()];
    expect(tasks(...over)).toContain("restriction-to-review scope:E12000001/corporate 2026-03-20");
  });
});
