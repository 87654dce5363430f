// Departments and inspectorates, both ways (domain.md): what they say of a concern, what they are told of its support, and what they
// submit that becomes evidence.
import { describe, expect, it } from "vitest";
import {
  addEvidence,
  adviserEvidence,
  agreement,
  awareOfAll,
  BODY,
  COUNCIL,
  closed,
  councilEvidence,
  evidenceAdded,
  evidenceWithdrawn,
  expired,
  explained,
  giveReassurance,
  logConcern,
  logged,
  MINISTRY,
  made,
  madeAware,
  notPersuaded,
  overridden,
  PANEL,
  proposed,
  reassured,
  sayNotPersuaded,
  sharedWithMinistry,
  stated,
  submissionCited,
  takenBack,
  UNTIL,
  withdrawn,
} from "../../test/examples/concern.ts";
import { by, concernOf, given, submissionOf } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import type { SubmissionEvent } from "../submission/events.ts";
import { parseConcernCommand } from "./commands.ts";
import type { ConcernEvent } from "./events.ts";

const AFTER = "2026-07-01";
const ministry = { actor: "official", bodies: [MINISTRY] };
const headline = stated("agrees-with-conditions", { parts: ["headline"] });
/** Shares with the ministry through which it does not read the summary today. */
const NOT_SHOWN: readonly (readonly [what: string, events: readonly ConcernEvent[], today?: string])[] = [
  ["that was never proposed", awareOfAll],
  ["that was not made", [...awareOfAll, proposed({ body: MINISTRY }), stated("agrees")]],
  ["that was withdrawn", [...sharedWithMinistry, withdrawn()]],
  ["that has expired on record", [...sharedWithMinistry, expired()], AFTER],
  ["past its last day", sharedWithMinistry, AFTER],
  ["that an objection has suspended", [...sharedWithMinistry, stated("objects")]],
];

describe("A department or inspectorate that is not persuaded", () => {
  it("states on which grounds and why, about what it has been shown", () => {
    given(sharedWithMinistry, ministry).when(sayNotPersuaded()).then([notPersuaded()]);
    given(sharedWithMinistry, ministry)
      .when(sayNotPersuaded({ grounds: ["denial", "imminent-danger", "denial"] }))
      .then([notPersuaded({ grounds: ["denial", "imminent-danger"] })]);
    expect(concernOf([...sharedWithMinistry, notPersuaded()]).notPersuaded).toMatchObject([{ body: MINISTRY, said: by }]);
  });

  it.each(NOT_SHOWN.map(([what, events, today]) => ({ what, events, today })))(
    "cannot say so on a share $what",
    ({ events, today }) => {
      given(events, { ...ministry, ...(today !== undefined && { today }) })
        .when(sayNotPersuaded())
        .thenRefused("NOT_YOUR_BODY", "body");
    },
  );

  it("can say so up to a share's last day, also if an objection to the share was overridden", () => {
    given(sharedWithMinistry, { ...ministry, today: UNTIL })
      .when(sayNotPersuaded())
      .then([notPersuaded()]);
    given([...sharedWithMinistry, stated("objects"), overridden()], ministry)
      .when(sayNotPersuaded())
      .then([notPersuaded()]);
  });

  it("must have been shown the summary: a headline is not enough, nor a share that the council narrowed to it", () => {
    const headlineOnly = [...awareOfAll, proposed({ body: MINISTRY, parts: ["headline"] }), stated("agrees"), made()];
    for (const events of [headlineOnly, [...sharedWithMinistry, headline]])
      given(events, ministry).when(sayNotPersuaded()).thenRefused("NOT_YOUR_BODY", "body");
  });

  it("can say so on a share that rests on a standing agreement while the agreement is in force", () => {
    const resting = [...awareOfAll, proposed({ body: MINISTRY, standingAgreement: "in-advance" }), made()];
    given(resting, { ...ministry, agreements: [agreement({ body: MINISTRY })] })
      .when(sayNotPersuaded())
      .then([notPersuaded()]);
    given(resting, { ...ministry, agreements: [takenBack] })
      .when(sayNotPersuaded())
      .thenRefused("NOT_YOUR_BODY", "body");
  });

  it("can say so only for itself", () => {
    for (const bodies of [[], [BODY], ["dfe"]])
      given(sharedWithMinistry, { ...ministry, bodies })
        .when(sayNotPersuaded())
        .thenRefused("NOT_YOUR_BODY", "body");
    given(sharedWithMinistry, { ...ministry, bodies: ["dfe", MINISTRY] })
      .when(sayNotPersuaded({ body: "dfe" }))
      .thenRefused("NOT_YOUR_BODY", "body");
  });

  it("is the only kind of recipient that can say so, although others read the summary", () => {
    for (const body of [BODY, PANEL])
      given([...awareOfAll, proposed({ body }), stated("agrees"), made()], { bodies: [body] })
        .when(sayNotPersuaded({ body }))
        .thenRefused("NOT_YOUR_BODY", "body");
  });

  it("can say so at most two hundred times on one concern", () => {
    const many = Array.from({ length: 200 }, (_, n) => notPersuaded({ statement: `${n}` }));
    given([...sharedWithMinistry, ...many.slice(1)], ministry)
      .when(sayNotPersuaded())
      .then([notPersuaded()]);
    given([...sharedWithMinistry, ...many], ministry)
      .when(sayNotPersuaded())
      .thenRefused("TOO_MANY", "reason");
  });

  it("must give grounds and a written reason", () => {
    const whole: Record<string, unknown> = sayNotPersuaded().input;
    expect(parseConcernCommand("sayNotPersuaded", { ...whole, grounds: [] })).toMatchObject({ field: "grounds" });
    expect(parseConcernCommand("sayNotPersuaded", { ...whole, reason: " " })).toMatchObject({ field: "reason" });
  });
});

describe("Reassurance about the support", () => {
  it("is given within a share that is live and covers the summary, concluded or not", () => {
    given(sharedWithMinistry).when(giveReassurance()).then([reassured()]);
    given([...sharedWithMinistry, explained()])
      .when(giveReassurance())
      .then([reassured()]);
    given([...sharedWithMinistry, headline])
      .when(giveReassurance())
      .thenRefused("PART_NOT_SHARED", "share");
    expect(concernOf([...sharedWithMinistry, reassured()]).reassurances).toMatchObject([{ share: "share", given: by }]);
  });

  it.each(NOT_SHOWN.slice(1).map(([what, events, today]) => ({ what, events, today })))(
    "is refused within one $what",
    ({ events, today }) => {
      given(events, today === undefined ? {} : { today })
        .when(giveReassurance())
        .thenRefused("SHARE_NOT_LIVE", "share");
    },
  );

  it("is refused within a share that does not exist, and to recipients other than departments and inspectorates", () => {
    given(awareOfAll).when(giveReassurance()).thenRefused("UNKNOWN_SHARE", "share");
    for (const body of [BODY, PANEL])
      given([...awareOfAll, proposed({ body }), stated("agrees"), made()])
        .when(giveReassurance())
        .thenRefused("NOT_GOVERNMENT", "share");
  });

  it("needs evidence that was not withdrawn and is known to the council", () => {
    const without = [...sharedWithMinistry, evidenceWithdrawn()];
    const untold = [...without, evidenceAdded({ evidence: "untold" })];
    for (const events of [without, untold]) given(events).when(giveReassurance()).thenRefused("NO_EVIDENCE_LEFT");
    given([...untold, madeAware([], "second")])
      .when(giveReassurance())
      .then([reassured()]);
  });

  it("is refused once the concern has two hundred", () => {
    const many = Array.from({ length: 200 }, () => reassured());
    given([...sharedWithMinistry, ...many.slice(1)])
      .when(giveReassurance())
      .then([reassured()]);
    given([...sharedWithMinistry, ...many])
      .when(giveReassurance())
      .thenRefused("TOO_MANY", "reassurance");
  });

  it("ends with the concern", () => {
    given([...sharedWithMinistry, explained(), withdrawn(), closed()])
      .when(giveReassurance())
      .thenRefused("CONCERN_CLOSED");
  });

  it("needs a text", () => {
    expect(parseConcernCommand("giveReassurance", { ...giveReassurance().input, reassurance: " " })).toMatchObject({
      field: "reassurance",
    });
  });
});

describe("Evidence that comes from a submission", () => {
  const submitted = (council = COUNCIL): SubmissionEvent => ({
    type: "InformationSubmitted.v3",
    data: {
      body: MINISTRY,
      council,
      region: "E12000001",
      strand: "corporate",
      period: { from: "2025-04-01", to: "2025-12-31" },
      tellBy: "2026-03-16",
      protectedSource: false,
      text: plain({ account: "The council asked for support with its borrowing.", source: "Capital returns" }),
    },
  });
  const setAside: SubmissionEvent = { type: "SubmissionSetAside.v1", data: { text: plain({ reason: "It was of 2019." }) } };
  /** What the adviser may see under the id `submission`. */
  const holding = (...events: SubmissionEvent[]) => knowing(false, ...events);
  const knowing = (councilAware: boolean, ...events: SubmissionEvent[]) => ({
    submission: (id: string) => {
      const found = id === "submission" ? submissionOf(events) : undefined;
      return found && { ...found, councilAware };
    },
  });
  const citing = { ...adviserEvidence, submission: "submission" };

  it("is refused after the last day to tell the council of it, until the council knows of it", () => {
    const [lastDay, after] = [{ today: "2026-03-16" }, { today: "2026-03-17" }];
    given(awareOfAll, { ...lastDay, ...holding(submitted()) })
      .when(addEvidence(citing))
      .then([evidenceAdded(), submissionCited()]);
    given(awareOfAll, { ...after, ...holding(submitted()) })
      .when(addEvidence(citing))
      .thenRefused("SUBMISSION_UNTOLD_TOO_LONG", "evidence.submission");
    given(awareOfAll, { ...after, ...knowing(true, submitted()) })
      .when(addEvidence(citing))
      .then([evidenceAdded(), submissionCited()]);
  });

  it("names the submission, and not its body, which can be protected", () => {
    given(awareOfAll, holding(submitted())).when(addEvidence(citing)).then([evidenceAdded(), submissionCited()]);
    expect(concernOf([...awareOfAll, submissionCited()]).cited).toEqual([{ evidence: "evidence-0", submission: "submission" }]);
  });

  it("can be the evidence with which a concern is logged, piece by piece", () => {
    given([], holding(submitted()))
      .when(logConcern({ evidence: [adviserEvidence, citing] }))
      .then([logged(), evidenceAdded(), evidenceAdded({ evidence: "evidence-1" }), submissionCited("evidence-1")]);
  });

  it("is refused with the same refusal if the submission is of another council, unknown, or invisible to the adviser", () => {
    for (const on of [holding(submitted("X00000002")), {}]) {
      given(awareOfAll, on).when(addEvidence(citing)).thenRefused("UNKNOWN_SUBMISSION", "evidence.submission");
      given([], on)
        .when(logConcern({ evidence: [adviserEvidence, citing] }))
        .thenRefused("UNKNOWN_SUBMISSION", "evidence.1.submission");
    }
  });

  it("is refused if the submission was set aside", () => {
    given(awareOfAll, holding(submitted(), setAside))
      .when(addEvidence(citing))
      .thenRefused("SUBMISSION_SET_ASIDE", "evidence.submission");
  });

  it("cannot have a protected source: the council learns of the submission", () => {
    const hidden = { ...citing, protectedSource: true };
    given(awareOfAll, holding(submitted()))
      .when(addEvidence(hidden))
      .thenRefused("SUBMISSION_NOT_PROTECTED", "evidence.protectedSource");
    given([], holding(submitted()))
      .when(logConcern({ evidence: [adviserEvidence, hidden] }))
      .thenRefused("SUBMISSION_NOT_PROTECTED", "evidence.1.protectedSource");
  });

  it("has a protected source exactly if that of the submission is", () => {
    const { type, data } = submitted();
    const isProtected = { type, data: { ...data, protectedSource: true } } as SubmissionEvent;
    given(awareOfAll, holding(isProtected))
      .when(addEvidence(citing))
      .thenRefused("SUBMISSION_PROTECTED", "evidence.protectedSource");
    const { text, ...added } = evidenceAdded().data as Extract<ConcernEvent, { type: "EvidenceAdded.v2" }>["data"];
    const { account, source, reference } = adviserEvidence;
    given(awareOfAll, holding(isProtected))
      .when(addEvidence({ ...citing, protectedSource: true }))
      .then([
        {
          type: "EvidenceAdded.v2",
          data: { ...added, protectedSource: true, text: plain({ account }), protectedText: plain({ source, reference }) },
        },
        submissionCited(),
      ]);
  });

  it("is evidence like any other: the council is told of it before anyone else sees it", () => {
    const { evidence } = concernOf([...awareOfAll, evidenceAdded({ evidence: "submitted" }), submissionCited("submitted")]);
    expect(evidence.map(({ told }) => told)).toEqual([true, false]);
  });

  it("cannot be supplied by the council", () => {
    const input = { concern: "concern", evidence: { ...councilEvidence, submission: "submission" } };
    expect(parseConcernCommand("supplyEvidence", input)).toMatchObject({
      code: "INVALID_INPUT",
      field: "evidence.submission",
    });
  });
});
