import { describe, expect, it } from "vitest";
import {
  ANSWER_BY,
  aware,
  BODY,
  COUNCIL,
  councilSupplied,
  evidenceAdded,
  evidenced,
  evidenceWithdrawn,
  expired,
  logged,
  made,
  madeAware,
  onConditions,
  overridden,
  proposed,
  REGION,
  reached,
  stated,
  UNTIL,
  withdrawn,
} from "../../test/examples/concern.ts";
import { concernOf, shareOf, TODAY } from "../../test/helpers/specification.ts";
import { certainDay } from "../decision-context.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf, shareFacts } from "./facts.ts";
import { type ShareStatus, statusOf } from "./shares.ts";

const NOBODY = { headlineSharedWith: [], summarySharedWith: [], evidenceSharedWith: [] };
const EVERYTHING = { headlineSharedWith: [BODY], summarySharedWith: [BODY], evidenceSharedWith: [BODY] };
const on = (today: string, ...standing: string[]) => ({
  ...certainDay(today),
  blocked: new Set<string>(),
  inForce: new Set(standing),
});

describe("A concern's facts", () => {
  it("name its council, region, strand, scope and cause", () => {
    expect(factsOf(concernOf(evidenced), on(TODAY))).toEqual({
      council: COUNCIL,
      region: REGION,
      strand: "corporate",
      scope: `${REGION}/corporate`,
      councilStrand: `${COUNCIL}/corporate`,
      cause: "finance",
      stage: "logged",
      councilAware: false,
      evidenced: true,
      wordsClosed: false,
      restricted: false,
      namedReaders: [],
      ...NOBODY,
      outcomeFor: [],
    });
  });

  it("say that the council is aware once it was told, and that the concern is shared once a share was made, permanently", () => {
    const stage = (events: readonly ConcernEvent[]) => {
      const { stage, councilAware } = factsOf(concernOf(events), on(TODAY));
      return [stage, councilAware];
    };
    expect(stage(evidenced)).toEqual(["logged", false]);
    expect(stage(aware)).toEqual(["aware", true]);
    expect(stage([...aware, proposed(), stated("agrees")])).toEqual(["aware", true]);
    expect(stage([...aware, proposed(), made()])).toEqual(["shared", true]);
    expect(stage([...aware, proposed(), made(), withdrawn()])).toEqual(["shared", true]);
    expect(stage([...aware, evidenceWithdrawn()])).toEqual(["aware", true]);
  });

  it("say whether the concern rests on evidence of the adviser's that was not withdrawn", () => {
    const rests = (...events: ConcernEvent[]) => factsOf(concernOf([logged(), ...events]), on(TODAY)).evidenced;
    expect(rests()).toBe(false);
    expect(rests(evidenceAdded())).toBe(true);
    expect(rests(councilSupplied())).toBe(false);
    expect(rests(evidenceAdded(), councilSupplied(), evidenceWithdrawn())).toBe(false);
    expect(rests(evidenceAdded(), councilSupplied(), evidenceWithdrawn("supplied"))).toBe(true);
    expect(rests(evidenceAdded(), evidenceWithdrawn(), evidenceAdded({ evidence: "fresh" }))).toBe(true);
  });

  it("after the council is aware, count only evidence of which it was told", () => {
    const rests = (...events: ConcernEvent[]) => factsOf(concernOf([...aware, ...events]), on(TODAY)).evidenced;
    const fresh = [evidenceWithdrawn(), evidenceAdded({ evidence: "fresh" })];
    expect(rests()).toBe(true);
    expect(rests(...fresh)).toBe(false);
    expect(rests(...fresh, councilSupplied())).toBe(false);
    expect(rests(...fresh, madeAware([], "second"))).toBe(true);
  });

  it("name each body once, and only for the parts that its shares cover", () => {
    const summary = proposed({ parts: ["headline", "summary"] });
    const headline = proposed({ share: "second", parts: ["headline"] });
    const facts = factsOf(concernOf([...aware, summary, headline, made(), made("second")]), on("2026-03-17"));
    expect(facts).toMatchObject({ headlineSharedWith: [BODY], summarySharedWith: [BODY], evidenceSharedWith: [] });
  });

  it("narrow with the council's conditions at once, even if an objection was overridden", () => {
    const narrowed = [...aware, proposed(), made(), stated("agrees-with-conditions", { parts: ["headline"] })];
    const headlineOnly = { ...NOBODY, headlineSharedWith: [BODY] };
    expect(factsOf(concernOf(narrowed), on(TODAY))).toMatchObject(headlineOnly);
    expect(factsOf(concernOf([...narrowed, stated("objects")]), on(TODAY))).toMatchObject(NOBODY);
    expect(factsOf(concernOf([...narrowed, stated("objects"), overridden()]), on(TODAY))).toMatchObject(headlineOnly);
    expect(factsOf(concernOf([...narrowed, stated("agrees")]), on(TODAY))).toMatchObject(EVERYTHING);
  });
});

type Case = readonly [what: string, events: readonly ConcernEvent[], today: string, status: ShareStatus, standing?: string];
const resting = proposed({ standingAgreement: "in-advance" });
const wary = proposed({ silence: "is-objection" });
const narrowed = stated("agrees-with-conditions", { until: "2026-03-31" });
const CASES: readonly Case[] = [
  ["just proposed", [proposed()], TODAY, "awaiting-answer"],
  ["on the day by which the council is to answer", [proposed()], ANSWER_BY, "awaiting-answer"],
  ["on the day after it", [proposed(), reached()], "2026-03-17", "unanswered"],
  ["unanswered on its last day", [proposed(), reached()], UNTIL, "unanswered"],
  ["on the day after it, where nobody of the council was reached", [proposed()], "2026-03-17", "not-reached"],
  ["not reached, where silence would be an objection", [wary], "2026-03-17", "not-reached"],
  ["unanswered after its last day", [proposed()], "2026-07-01", "expired"],
  ["on the day to answer by, where silence is an objection", [wary], ANSWER_BY, "awaiting-answer"],
  ["on the day after it, where silence is an objection", [wary, reached()], "2026-03-17", "objected"],
  ["answered, where silence would have been an objection", [wary, stated("agrees")], "2026-03-17", "agreed"],
  ["overridden, where silence is an objection", [wary, overridden()], "2026-03-17", "overridden"],
  ["made over silence that is an objection", [wary, overridden(), made()], "2026-03-17", "live"],
  ["made over such silence, then objected to", [wary, overridden(), made(), stated("objects")], "2026-03-17", "suspended"],
  ["made on agreement, where silence is an objection", [wary, stated("agrees"), made()], "2026-03-17", "live"],
  ["agreed", [proposed(), stated("agrees")], TODAY, "agreed"],
  ["agreed with conditions", [proposed(), narrowed], TODAY, "agreed"],
  ["agreed with conditions, on the council's last day", [proposed(), narrowed], "2026-03-31", "agreed"],
  ["agreed with conditions, after the council's last day", [proposed(), narrowed], "2026-04-01", "expired"],
  ["objected to", [proposed(), stated("objects")], TODAY, "objected"],
  ["objected to, past the day to answer by", [proposed(), stated("objects")], "2026-03-17", "objected"],
  ["overridden", [proposed(), stated("objects"), overridden()], TODAY, "overridden"],
  ["resting on a standing agreement", [resting], TODAY, "agreed", "in-advance"],
  ["resting on one taken back", [resting], TODAY, "objected"],
  ["resting on one taken back, past the day to answer by", [resting], "2026-03-17", "objected", "anew"],
  ["made on silence", [proposed(), made()], "2026-03-17", "live"],
  ["made on agreement", [proposed(), stated("agrees"), made()], TODAY, "live"],
  ["made, on its last day", [proposed(), stated("agrees"), made()], UNTIL, "live"],
  ["made, after its last day", [proposed(), stated("agrees"), made()], "2026-07-01", "expired"],
  ["made, then narrowed, on the council's last day", [proposed(), made(), narrowed], "2026-03-31", "live"],
  ["made, then narrowed, after it", [proposed(), made(), narrowed], "2026-04-01", "expired"],
  [
    "narrowed, objected to, overridden and made, after the council's last day",
    [proposed(), narrowed, stated("objects"), overridden(), made()],
    "2026-04-01",
    "expired",
  ],
  ["made on silence, then objected to", [proposed(), made(), stated("objects")], "2026-03-17", "suspended"],
  ["agreed and made, agreement then taken back", [proposed(), stated("agrees"), made(), stated("objects")], TODAY, "suspended"],
  ["suspended, after its last day", [proposed(), made(), stated("objects")], "2026-07-01", "expired"],
  ["suspended, then overridden", [proposed(), made(), stated("objects"), overridden()], TODAY, "live"],
  [
    "overridden and made, then objected to afresh",
    [proposed(), stated("objects"), overridden(), made(), stated("objects")],
    TODAY,
    "suspended",
  ],
  ["suspended, then agreed to again", [proposed(), made(), stated("objects"), stated("agrees")], TODAY, "live"],
  ["made on a standing agreement", [resting, made()], TODAY, "live", "in-advance"],
  ["made on one since taken back", [resting, made()], TODAY, "suspended"],
  ["made on one since taken back, another given", [resting, made()], TODAY, "suspended", "anew"],
  ["made on one since taken back, then overridden", [resting, made(), overridden()], TODAY, "live"],
  ["made on one since taken back, then agreed to", [resting, made(), stated("agrees")], TODAY, "live"],
  ["withdrawn before it was made", [proposed(), withdrawn()], TODAY, "withdrawn"],
  ["withdrawn while live", [proposed(), stated("agrees"), made(), withdrawn()], TODAY, "withdrawn"],
  ["made, with conditions in words that wait to be accepted", [proposed(), onConditions(), made()], TODAY, "awaiting-acceptance"],
  ["recorded as expired", [proposed(), made(), expired()], "2026-07-01", "expired"],
];

describe("A share", () => {
  it.each(CASES.map(([what, ...rest]) => ({ what, rest })))("$what", ({ rest: [events, today, status, standing] }) => {
    const state = concernOf([...aware, ...events]);
    const day = on(today, ...(standing === undefined ? [] : [standing]));
    const share = shareOf([...aware, ...events]);
    const facts = factsOf(state, day);
    expect(statusOf(share, day)).toBe(status);
    // Who sees a concern, and who sees the share's terms, follow from its being live and from nothing else.
    expect(facts).toMatchObject(status === "live" ? EVERYTHING : NOBODY);
    expect(shareFacts(share, facts, day)).toEqual({
      ...{ council: state.council, body: BODY, audience: [BODY], councilAware: true, evidenced: true },
      ...{ live: status === "live", awaitsAcceptance: status === "awaiting-acceptance" },
      // Those who read by it are told of its end for 20 working days; the other ends of these cases were recorded earlier than that.
      endingShown: share.made !== undefined && status === "withdrawn",
    });
  });

  it("is tested here in every status", () => {
    expect(new Set(CASES.map(([, , , status]) => status)).size).toBe(11);
  });
});
