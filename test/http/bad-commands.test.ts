// Faulty commands of the later life of a concern: every command with malformed input, and every rule that can be violated. Each is
// refused by name, changes nothing and reveals nothing.
import {
  type GraphQLInputField,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from "graphql";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { buildSchema } from "../../graphql/schema.ts";
import {
  approach,
  awareness,
  CIB,
  challenge,
  concern,
  conclusions,
  contact,
  conversation,
  escalation,
  evidence,
  offer,
  PANEL,
  proposal,
  signal,
  submission,
  TARROWSHIRE,
  told,
} from "../examples/api-inputs.ts";
import { inputOf, type MadeIds } from "../examples/operations.ts";
import { expectNothingInternal } from "../helpers/nothing-internal.ts";
import { addExtraPeople } from "../helpers/play-history.ts";
import { command, done, mutation, type Outcome, type Result } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const AMBLEFORD = "X00000005";
/** A district is responsible for the corporate strand alone. */
const OF_DISTRICT = { council: AMBLEFORD, strand: "CORPORATE" };
/** Abolished: one of the region, and one of the demonstration's in another. */
const ABOLISHED = "E07000152";
const ABOLISHED_ELSEWHERE = "X00000007";
const TODAY = "2026-03-02";
const TOMORROW = "2026-03-03";
const reason = "It was asked for.";
const wanted = {
  ...{ body: CIB, parts: ["SUMMARY"], purpose: "ALIGN_SUPPORT", until: "2026-06-30" },
  explanation: "So that the leads know what we do.",
};

let hub: TestHub;
let made: Awaited<ReturnType<typeof make>>;
beforeAll(async () => {
  hub = await startHub();
  await addExtraPeople(hub);
  made = await make();
});
const restriction = { aboutOffices: ["CHIEF_EXECUTIVE"], named: ["leader", "monitoring-officer"], reason };
afterAll(() => hub.close());

/** Concerns, supports and the like that have come as far as a rule needs. */
async function make() {
  const act = (name: string, as: string, input: object) => done(hub, as, name, input);
  await act("declareInterests", "cib-lead-london", { person: "cib-lead-london", home: "X00000009" });
  const stateOf = (id: string) => hub.hub.register.queries().findUnchecked(id)?.state();
  const logged = async (...bodies: readonly string[]): Promise<string> => {
    const id = await act("logConcern", "adviser", concern);
    if (bodies.length > 0) await act("recordAwareness", "adviser", { concern: id, ...awareness, bodies });
    return id;
  };
  const supported = async (more: object, ...steps: readonly ("agreed" | "begun" | "ended")[]): Promise<string> => {
    const support = await act("offerSupport", "adviser", { ...offer, ...more });
    if (steps.includes("agreed")) await act("answerSupport", "chief-executive", { support, answer: "AGREED" });
    if (steps.includes("begun")) await act("beginSupport", "adviser", { support, begunOn: TODAY });
    if (steps.includes("ended")) await act("endSupport", "adviser", { support, how: "COMPLETED", endedOn: TODAY, reason });
    return support;
  };
  const shared = async (id: string, body: string, purpose: string): Promise<string> => {
    await act("proposeShare", "adviser", { concern: id, ...proposal, body, purpose });
    const share = stateOf(id)?.shares.at(-1)?.id ?? "";
    await act("statePosition", "chief-executive", { concern: id, share, position: "AGREES" });
    await act("makeShare", "adviser", { concern: id, share });
    return share;
  };

  const doubted = await supported({}, "agreed");
  await act("answerOfferTelling", "chief-executive", { support: doubted, answer: "NOT_TOLD" });
  const [offered, agreed] = [await supported({}), await supported({}, "agreed")];
  const running = await supported({ kind: "MENTORING" }, "agreed", "begun");
  await act("setMilestone", "adviser", { support: running, kind: "OTHER", due: "2026-05-01" });
  await act("planReview", "adviser", { support: running, from: "2026-04-01", to: "2026-04-03" });
  const over = await supported({}, "agreed", "begun", "ended");
  await act("judgeOutcome", "chief-executive", { support: over, by: "COUNCIL", judgement: "EFFECTIVE", why: reason });
  const elsewhere = await done(hub, "adviser-london", "offerSupport", { ...offer, council: "X00000009" });

  const unaware = await logged();
  const aware = await logged(CIB, "dfe");
  await act("requestShare", "chief-executive", { concern: aware, ...wanted });
  const requestWithdrawn = stateOf(aware)?.requests[0]?.id ?? "";
  await act("withdrawShareRequest", "chief-executive", { concern: aware, request: requestWithdrawn });
  // Shares for which the council took more time, a letter was sent, and danger was claimed; and a concern that is to be discarded.
  const proposed = async (more: object = {}): Promise<string> => {
    await act("proposeShare", "adviser", { concern: aware, ...proposal, ...more });
    return stateOf(aware)?.shares.at(-1)?.id ?? "";
  };
  const timed = await proposed();
  await act("takeMoreTime", "chief-executive", { concern: aware, share: timed });
  const lettered = await proposed();
  await act("recordLetter", "adviser", { concern: aware, share: lettered, ...letter });
  const endangered = await proposed({ answerBy: TOMORROW, imminentDanger: reason });
  const doomed = await logged();
  await act("extendTelling", "second-adviser", { concern: doomed, workingDays: 5, reason });
  await act("proposeDiscard", "adviser", { concern: doomed, ground: "IN_ERROR" });
  const ofLeadership = await act("logConcern", "adviser", { ...concern, cause: "LEADERSHIP" });
  await act("recordAwareness", "adviser", { concern: ofLeadership, ...awareness });
  const restricted = await act("logConcern", "adviser", { ...concern, cause: "LEADERSHIP" });
  await act("recordAwareness", "adviser", { concern: restricted, ...awareness });
  await act("restrictConcern", "adviser", { concern: restricted, ...restriction, aboutOffices: ["MONITORING_OFFICER"] });
  const reviewed = await logged(CIB);
  await act("concludeConcern", "adviser", { concern: reviewed, ...conclusions.underReview });
  const explained = await logged(CIB);
  await act("concludeConcern", "adviser", { concern: explained, ...conclusions.explained });
  await act("requestCorrection", "chief-executive", { concern: explained, request: "Six." });
  const closed = await logged(CIB);
  await act("concludeConcern", "adviser", { concern: closed, ...conclusions.explained });
  await act("closeConcern", "adviser", { concern: closed, reason });

  // Shared with the panel, for which a person with two roles raised a challenge; with a department; and with an escalation raised.
  const disputed = await logged(PANEL, "dfe", "ofsted");
  await act("concludeConcern", "adviser", { concern: disputed, ...conclusions.package, package: agreed, told });
  const toPanel = await shared(disputed, PANEL, "CHALLENGE_SUPPORT");
  const toDepartment = await shared(disputed, "dfe", "REASSURE_ON_SUPPORT");
  await act("challengeConcern", "two-roles", { concern: disputed, ...challenge });
  await act("challengeConcern", "panel-member", { concern: disputed, ...challenge });
  const [open = "", answered = ""] = stateOf(disputed)?.challenges.map(({ id }) => id) ?? [];
  await act("answerChallenge", "two-roles", { concern: disputed, challenge: answered, answer: "So.", told });
  await act("answerWords", "chief-executive", { concern: disputed, words: [answered], answer: "OPEN" });
  await act("raiseEscalation", "adviser", { concern: disputed, ...escalation, body: "ofsted" });

  await act("planApproach", "adviser", { ...approach, ...OF_DISTRICT });
  await act("planApproach", "adviser", { ...approach, ...OF_DISTRICT, from: "2026-04-23", to: "2026-04-24" });
  const [ahead = "", cancelled = ""] = hub.hub.council
    .queries()
    .findUnchecked(AMBLEFORD)
    .approaches.map((a) => a.approach);
  await act("cancelApproach", "adviser", { council: AMBLEFORD, approach: cancelled, reason });
  const untold = await act("submitInformation", "department", submission);
  const aside = await act("submitInformation", "department", submission);
  await act("tellCouncilOfSubmission", "adviser", { submission: aside, ...told });
  await act("setSubmissionAside", "adviser", { submission: aside, reason });
  const toldSubmission = await act("submitInformation", "department", { ...submission, cause: undefined });
  await act("tellCouncilOfSubmission", "adviser", { submission: toldSubmission, ...told });
  const doubtedSubmission = await act("submitInformation", "department", submission);
  await act("tellCouncilOfSubmission", "adviser", { submission: doubtedSubmission, ...told });
  await act("answerSubmissionTelling", "chief-executive", { submission: doubtedSubmission, answer: "NOT_TOLD" });
  const other = await act("submitInformation", "department", {
    ...submission,
    ...OF_DISTRICT,
    cause: "FINANCE",
    beyondRemitReason: reason,
  });
  const [asked, answeredSignal, withdrawn] = [
    await act("requestSupport", "chief-executive", signal),
    await act("requestSupport", "chief-executive", signal),
    await act("requestSupport", "chief-executive", signal),
  ];
  await act("answerSignal", "adviser", { signal: answeredSignal, answer: "Yes." });
  await act("withdrawSignal", "chief-executive", { signal: withdrawn });
  const within = hub.hub.support.queries().findUnchecked(running);
  const [share] = [stateOf(disputed)?.escalations[0]?.share ?? ""];
  return {
    ...{ unaware, aware, reviewed, explained, closed, disputed, toPanel, toDepartment, open, answered },
    ...{ doubted, doubtedSubmission, toldSubmission, doomed, ofLeadership, restricted, timed, lettered, endangered },
    awareness: stateOf(aware)?.awareness[0]?.awareness ?? "",
    ...{ offered, agreed, running, over, elsewhere, ahead, cancelled, untold, aside, other, asked, answeredSignal, withdrawn },
    requestWithdrawn,
    conclusion: stateOf(reviewed)?.conclusions[0]?.id ?? "",
    escalation: stateOf(disputed)?.escalations[0]?.id ?? "",
    escalated: share,
    milestone: within?.milestones[0]?.milestone ?? "",
    review: within?.reviews[0]?.review ?? "",
  };
}
type Made = typeof made;

const letter = {
  ...{ reference: "LGA/2026/117", sentOn: TODAY },
  ...{ chiefExecutive: "Ines (invented)", monitoringOfficer: "Bram (invented)" },
};

/** Returns the result of `ask`, which must change nothing and reveal nothing. */
async function refused<T>(ask: () => Promise<T>): Promise<T> {
  const printed = [vi.spyOn(console, "error"), vi.spyOn(console, "log"), vi.spyOn(console, "warn")];
  const before = await hub.hub.log.head();
  const answer = await ask();
  expect(await hub.hub.log.head()).toBe(before);
  expectNothingInternal(answer);
  for (const print of printed) expect(print).not.toHaveBeenCalled();
  vi.restoreAllMocks();
  return answer;
}

/** A well-formed command of each name. The named records need not exist, because the form is checked first. */
const id = "any";
const anyId = new Proxy({}, { get: () => id }) as MadeIds;
const schema = buildSchema();
const OLD =
  /Person|Policy|Assignment|Agreement|Metric|Evidence|Share|^(?:logConcern|reply|recordAwareness|overrideObjection|statePosition)$|Correction/;
const NAMES = Object.keys(schema.getMutationType()?.getFields() ?? {}).filter((name) => !OLD.test(name));
const concluded = Object.values(conclusions).map((content) => ({
  concern: id,
  ...content,
  ...(content.kind === "SUPPORT_PACKAGE" && { package: id }),
}));
const EACH: readonly (readonly [name: string, input: object])[] = [
  ...NAMES.map((name) => [name, inputOf(name, anyId)] as const),
  ...concluded.map((input) => ["concludeConcern", input] as const),
];

describe("A command without form", () => {
  const inputType = (name: string) => getNamedType(schema.getMutationType()?.getFields()[name]?.args[0]?.type);
  const fieldsOf = (name: string): readonly GraphQLInputField[] => {
    const input = inputType(name);
    return isInputObjectType(input) ? Object.values(input.getFields()) : [];
  };
  /** Field -> values that the schema allows and the command refuses with the field's name. */
  const wrongValues = (field: GraphQLInputField): readonly unknown[] => {
    const type = getNamedType(field.type);
    if (isListType(getNullableType(field.type)))
      return isInputObjectType(type)
        ? []
        : isEnumType(type)
          ? isNonNullType(field.type)
            ? [[]]
            : []
          : [[""], ["x".repeat(129)]];
    if (field.name === "idempotencyKey") return ["", "   ", "x".repeat(201)];
    if (type.name === "ID" && ["person", "owner", "by"].includes(field.name))
      return ["", "x".repeat(256), "hub", "M\u00e4rked", "Marked\u0000"];
    if (field.name === "task") return ["", "x".repeat(1_001), "Marked\u0000", "M\u00e4rked"];
    if (type.name === "ID") return ["", "x".repeat(129), "Marked\u0000", "Marked\ud800"];
    if (type.name === "String")
      return ["", "   ", "...", "Marked".repeat(1_700), "Marked\u0000", "\u001b[2JMarked", "Marked\udc00"];
    return [];
  };
  /** What the schema itself refuses. */
  const impossibleValues = (field: GraphQLInputField): readonly unknown[] => {
    const type = getNamedType(field.type);
    const one = isEnumType(type) ? ["Marked"] : type.name === "Date" ? ["2026-02-30", "tomorrow", 5] : [{ marked: "Marked" }];
    return [...(isNonNullType(field.type) ? [null, undefined] : []), ...one];
  };

  /** One request carries so many commands. */
  const AT_ONCE = 20;

  /** The outcomes of one command with many inputs, in their order. */
  async function outcomesOf(name: string, inputs: readonly object[]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    for (let first = 0; first < inputs.length; first += AT_ONCE) {
      const some = inputs.slice(first, first + AT_ONCE);
      const declared = some.map((_, n) => `$i${n}: ${inputType(name)}!`).join(", ");
      const fields = some.map((_, n) => `r${n}: ${name}(input: $i${n}) { __typename ... on Refused { code field message } }`);
      const variables = Object.fromEntries(some.map((input, n) => [`i${n}`, input]));
      const { body } = await hub.ask<Readonly<Record<string, Outcome>>>(
        "adviser",
        `mutation(${declared}) { ${fields.join(" ")} }`,
        variables,
      );
      expect(body.errors).toBeUndefined();
      outcomes.push(...some.map((_, n) => body.data[`r${n}`] ?? expect.fail("No outcome.")));
    }
    return outcomes;
  }

  it.each(EACH)("is refused, with the field: %s %j", async (name, input) => {
    const given = fieldsOf(name).filter((field) => field.name in input || field.name === "idempotencyKey");
    const wrong = given.flatMap((field) => wrongValues(field).map((value) => [field.name, value] as const));
    const inputs = wrong.map(([field, value], n) => ({ idempotencyKey: `form-${n}`, ...input, [field]: value }));
    const outcomes = await refused(() => outcomesOf(name, inputs));
    expect(outcomes).toHaveLength(wrong.length);
    for (const [n, outcome] of outcomes.entries()) {
      const [field] = wrong[n] ?? [];
      expect([field, outcome.code]).toEqual([field, expect.stringMatching(/^(?:INVALID_INPUT|CONCLUSION_INCOMPLETE)$/)]);
      expect(outcome.field?.split(".")[0]).toBe(field);
      expect(outcome.message?.length).toBeLessThan(300);
    }
    for (const field of given) {
      for (const value of impossibleValues(field)) {
        const variables = { input: { idempotencyKey: "k", ...input, [field.name]: value } };
        const { status, body } = await refused(() => hub.ask<Result | null>("adviser", mutation(name), variables));
        expect(status).toBeLessThan(500);
        expect([field.name, body.data ?? null, body.errors?.[0]?.extensions?.code]).toEqual([field.name, null, "BAD_USER_INPUT"]);
        expect(JSON.stringify(body)).not.toContain('"Marked"');
      }
    }
  });
});

type Input = object | ((made: Made) => object);
type Rule = readonly [what: string, as: string, name: string, input: (made: Made) => object, code: string, field: string | null];
const given = (input: Input, made: Made): object => (typeof input === "function" ? input(made) : input);
/** A command of a person, and the difference that violates a rule. */
const of = (
  as: string,
  name: string,
  input: Input,
  broken: readonly (readonly [what: string, differing: Input, code: string, field?: string])[],
): readonly Rule[] =>
  broken.map(([what, differing, code, field]) => [
    ...([what, as, name] as const),
    (made) => ({ ...given(input, made), ...given(differing, made) }),
    ...([code, field ?? null] as const),
  ]);

const RULES: readonly Rule[] = [
  // Conversations
  ...of("adviser", "recordConversation", { ...conversation }, [
    ["a conversation of tomorrow", (m) => ({ concern: m.aware, heldOn: TOMORROW }), "FUTURE_DATE", "heldOn"],
    ["liaison with nobody", (m) => ({ concern: m.aware, liaison: [CIB, "nobody"] }), "UNKNOWN_BODY", "liaison.1"],
    [
      "liaison with another strand",
      (m) => ({ concern: m.aware, liaison: ["adass-east-midlands"] }),
      "BODY_OUT_OF_SCOPE",
      "liaison.0",
    ],
    ["liaison the council was not told of", (m) => ({ concern: m.aware, liaison: ["ofsted"] }), "BODY_NOT_COVERED", "liaison.0"],
    ["liaison before awareness", (m) => ({ concern: m.unaware, liaison: [CIB] }), "COUNCIL_NOT_AWARE", "liaison.0"],
    ["a day for no next step", (m) => ({ concern: m.aware, nextStepBy: "2026-04-01" }), "NEXT_STEP_MISSING", "nextStep"],
    [
      "a next step before the conversation",
      (m) => ({ concern: m.aware, nextStep: "Meet.", nextStepBy: "2026-02-01" }),
      "PERIOD_REVERSED",
      "nextStepBy",
    ],
    ["a conversation on what is closed", (m) => ({ concern: m.closed }), "CONCERN_CLOSED"],
  ]),

  // Conclusions
  ...of("adviser", "concludeConcern", (m) => ({ concern: m.aware }), [
    ["a conclusion before awareness", (m) => ({ concern: m.unaware, ...conclusions.explained }), "COUNCIL_NOT_AWARE"],
    [
      "an explanation without one",
      { kind: "SATISFACTORY_EXPLANATION", appearance: "Put right." },
      "CONCLUSION_INCOMPLETE",
      "explanation",
    ],
    [
      "an explanation that corrects nothing",
      { kind: "SATISFACTORY_EXPLANATION", explanation: "So." },
      "CONCLUSION_INCOMPLETE",
      "appearance",
    ],
    ["a review without its day", { kind: "UNDER_REVIEW", acting: "Hiring." }, "CONCLUSION_INCOMPLETE", "reviewOn"],
    ["a review of nothing done", { kind: "UNDER_REVIEW", reviewOn: "2026-05-01" }, "CONCLUSION_INCOMPLETE", "acting"],
    ["a review today", { ...conclusions.underReview, reviewOn: TODAY }, "REVIEW_TOO_EARLY", "reviewOn"],
    [
      "a review while one is set",
      (m) => ({ concern: m.reviewed, ...conclusions.underReview }),
      "REVIEW_DATES_OVERLAP",
      "reviewOn",
    ],
    ["light support without solutions", { ...conclusions.lightSupport, solutions: null }, "CONCLUSION_INCOMPLETE", "solutions"],
    [
      "light support that is a package",
      (m) => ({ ...conclusions.lightSupport, supports: [m.agreed] }),
      "PACKAGE_IS_NOT_LIGHT",
      "supports.0",
    ],
    [
      "light support of another council",
      (m) => ({ ...conclusions.lightSupport, supports: [m.running, m.elsewhere] }),
      "UNKNOWN_SUPPORT",
      "supports.1",
    ],
    ["a package that is not named", { ...conclusions.package }, "CONCLUSION_INCOMPLETE", "package"],
    [
      "a package without the council's agreement",
      (m) => ({ ...conclusions.package, package: m.offered }),
      "PACKAGE_NOT_AGREED",
      "package",
    ],
    ["a package that is none", (m) => ({ ...conclusions.package, package: m.running }), "NOT_A_PACKAGE", "package"],
    ["a package that is over", (m) => ({ ...conclusions.package, package: m.over }), "SUPPORT_ENDED", "package"],
    ["a package that is not there", { ...conclusions.package, package: "nothing" }, "UNKNOWN_SUPPORT", "package"],
    [
      "views that differ for no reason",
      { ...conclusions.notAccepted, whyViewsDiffer: null },
      "CONCLUSION_INCOMPLETE",
      "whyViewsDiffer",
    ],
    ["views that differ without a choice", { ...conclusions.notAccepted, choice: null }, "CONCLUSION_INCOMPLETE", "choice"],
    ["content of another kind of conclusion", { ...conclusions.explained, acting: "Hiring." }, "INVALID_INPUT", "acting"],
    ["a second conclusion", (m) => ({ concern: m.explained, ...conclusions.notAccepted }), "ALREADY_CONCLUDED"],
  ]),
  ...of("adviser", "reopenConcern", (m) => ({ concern: m.aware, reason }), [["to reopen what is open", {}, "NOT_CONCLUDED"]]),
  ...of("adviser", "closeConcern", { reason }, [
    ["to close what is not concluded", (m) => ({ concern: m.aware }), "NOT_CONCLUDED"],
    ["to close what is under review", (m) => ({ concern: m.reviewed }), "REVIEW_NOT_OVER"],
    ["to close over a request for correction", (m) => ({ concern: m.explained }), "CORRECTION_OPEN"],
    ["to close over a challenge", (m) => ({ concern: m.disputed }), "CHALLENGE_OPEN"],
  ]),
  ...of("adviser", "recordReviewDue", (m) => ({ concern: m.reviewed }), [
    ["a review due before its day", (m) => ({ conclusion: m.conclusion }), "NOT_DUE", "conclusion"],
    ["a review due that is not there", { conclusion: "nothing" }, "NOT_CONCLUDED", "conclusion"],
  ]),
  ...of("adviser", "recordOutcomeOpened", (m) => ({ concern: m.explained, conclusion: "nothing", ending: "EXPLANATION" }), [
    ["an outcome of an unknown conclusion", {}, "NO_OUTCOME", "conclusion"],
    [
      "an outcome of a concern without a conclusion",
      (m) => ({ concern: m.aware, ending: "CLOSING" }),
      "NO_OUTCOME",
      "conclusion",
    ],
  ]),
  ...of("chief-executive", "refuseOutcome", (m) => ({ concern: m.aware }), [
    ["a refusal of an outcome before there is a conclusion", {}, "NO_OUTCOME"],
  ]),
  ...of("department", "refuseOutcome", (m) => ({ concern: m.disputed }), [
    ["a refusal of an outcome by a department", {}, "NOT_PERMITTED"],
  ]),

  // Escalation and reassurance
  ...of("department", "sayNotPersuaded", (m) => ({ concern: m.disputed, body: "ofsted", grounds: ["DENIAL"], reason }), [
    ["to speak for another department", {}, "NOT_YOUR_BODY", "body"],
  ]),
  ...of("other-department", "sayNotPersuaded", (m) => ({ concern: m.disputed, body: "mhclg", grounds: ["DENIAL"], reason }), [
    ["to be not persuaded of what was not shown", {}, "NOT_FOUND"],
  ]),
  ...of("adviser", "raiseEscalation", { ...escalation }, [
    ["an escalation to who has no powers", (m) => ({ concern: m.aware, body: CIB }), "NOT_GOVERNMENT", "body"],
    ["an escalation to nobody", (m) => ({ concern: m.aware, body: "nobody" }), "UNKNOWN_BODY", "body"],
    ["an escalation before awareness", (m) => ({ concern: m.unaware }), "COUNCIL_NOT_AWARE"],
    ["an escalation beyond a remit", (m) => ({ concern: m.aware, body: "mhclg" }), "BEYOND_REMIT", "body"],
    ["an escalation the council was not told of", (m) => ({ concern: m.aware, body: "ofsted" }), "BODY_NOT_COVERED", "body"],
    ["an escalation with no time to answer", (m) => ({ concern: m.aware, answerBy: TODAY }), "ANSWER_DATE_TOO_EARLY", "answerBy"],
    ["an escalation that ends first", (m) => ({ concern: m.aware, until: "2026-03-10" }), "SHARE_ENDS_TOO_EARLY", "until"],
  ]),
  // Who speaks for the council
  ...of("monitoring-officer", "statePosition", (m) => ({ concern: m.aware, share: m.timed, position: "AGREES" }), [
    ["a position of an officer who may not speak", {}, "NOT_A_SPEAKER"],
  ]),
  ...of("nominated-officer", "statePosition", (m) => ({ concern: m.disputed, share: m.toDepartment, position: "OBJECTS" }), [
    ["a position of an officer after a head's", {}, "HEAD_HAS_SPOKEN", "share"],
  ]),
  ...of(
    "monitoring-officer",
    "nameOfficer",
    { council: TARROWSHIRE, person: "somebody", name: "Ada (invented)", strands: ["ADULTS"], from: TODAY, until: "2026-12-31" },
    [
      [
        "an office that the council does not name, that of chief executive",
        { office: "CHIEF_EXECUTIVE" },
        "NOT_AN_OFFICE_OF_THE_COUNCIL",
        "office",
      ],
    ],
  ),
  ...of("chief-executive", "setRegionView", (m) => ({ support: m.offered, regionSees: "DATES" }), [
    ["what the region sees of an offer that the council has not agreed to", {}, "REGION_VIEW_WITHOUT_AGREEMENT"],
  ]),

  // What the council is not told of
  ...of("adviser", "logConcern", { ...concern }, [
    ["a concern about a district's children", { council: AMBLEFORD }, "STRAND_NOT_OF_COUNCIL", "strand"],
  ]),
  ...of("adviser", "extendTelling", (m) => ({ concern: m.unaware, workingDays: 5, reason }), [
    ["more time for one's own concern", {}, "EXTENSION_BY_LOGGER"],
    ["more time for a concern that the council knows of", (m) => ({ concern: m.aware }), "COUNCIL_TOLD"],
    ["more time a second time", (m) => ({ concern: m.doomed }), "EXTENSION_USED"],
  ]),
  ...of("second-adviser", "extendTelling", (m) => ({ concern: m.unaware, reason }), [
    ["more time than the rules allow", { workingDays: 21 }, "EXTENSION_TOO_LONG", "workingDays"],
  ]),
  ...of("adviser", "proposeDiscard", (m) => ({ concern: m.aware, ground: "IN_ERROR" }), [
    ["discarding a concern that the council knows of", {}, "DISCARD_AFTER_TELLING"],
  ]),
  ...of("second-adviser", "discardConcern", (m) => ({ concern: m.unaware }), [
    ["discarding without a proposal to do so", {}, "NOT_PROPOSED_TO_DISCARD"],
  ]),
  ...of("adviser", "discardConcern", (m) => ({ concern: m.doomed }), [
    ["discarding on one's own proposal", {}, "DISCARD_BY_PROPOSER"],
  ]),

  // Awareness confirmed
  ...of("chief-executive", "answerAwareness", (m) => ({ concern: m.aware, awareness: m.awareness, answer: "TOLD_OTHERWISE" }), [
    ["a dispute about unknown words", { words: ["nothing"], statement: "No." }, "UNKNOWN_WORDS", "words.0"],
  ]),
  ...of("chief-executive", "answerAwareness", (m) => ({ concern: m.aware, answer: "CONFIRMED" }), [
    ["an answer to no record", { awareness: "nothing" }, "UNKNOWN_AWARENESS", "awareness"],
  ]),

  // Conditions in words
  ...of("department", "acceptConditions", (m) => ({ concern: m.disputed, share: m.toDepartment, statement: 1 }), [
    ["an acceptance where there are no conditions", {}, "NOT_PERMITTED"],
    ["an acceptance for another body", (m) => ({ share: m.toPanel }), "NOT_PERMITTED"],
    ["an acceptance on a concern that is not seen", (m) => ({ concern: m.aware }), "NOT_FOUND"],
  ]),

  // The restriction of a concern inside the council
  ...of("monitoring-officer", "restrictConcern", (m) => ({ concern: m.ofLeadership, ...restriction }), [
    ["a restriction without an office that it is about", { aboutOffices: [] }, "INVALID_INPUT", "aboutOffices"],
    ["a restriction to one person", { named: ["leader"] }, "INVALID_INPUT", "named"],
    [
      "a restriction about one's own office",
      { aboutOffices: ["MONITORING_OFFICER"] },
      "RESTRICTION_ABOUT_YOURSELF",
      "aboutOffices",
    ],
    [
      "a restriction without two of the three offices",
      { named: ["leader", "section-151-officer"] },
      "RESTRICTION_TOO_FEW_NAMED",
      "named",
    ],
    [
      "a restriction to somebody outside the council",
      { named: ["leader", "monitoring-officer", "cib-lead"] },
      "NAMED_WITHOUT_OFFICE",
      "named.2",
    ],
    ["a restriction of a concern of another cause", (m) => ({ concern: m.aware }), "RESTRICTION_ONLY_LEADERSHIP"],
    ["a new restriction by somebody whom the old one is about", (m) => ({ concern: m.restricted }), "RESTRICTION_ABOUT_YOURSELF"],
  ]),
  ...of("chief-executive", "restrictConcern", (m) => ({ concern: m.ofLeadership, ...restriction }), [
    ["a restriction by the chief executive", {}, "NOT_PERMITTED"],
    ["a restriction by somebody to whom the concern is restricted", (m) => ({ concern: m.restricted }), "NOT_FOUND"],
  ]),
  ...of("adviser", "liftRestriction", (m) => ({ concern: m.ofLeadership, reason }), [
    ["lifting a restriction that does not exist", {}, "NOT_RESTRICTED"],
  ]),
  ...of("adviser", "reviewRestriction", (m) => ({ concern: m.ofLeadership, reason }), [
    ["a review of a restriction that does not exist", {}, "NOT_RESTRICTED"],
  ]),

  // The council's own request for a share
  ...of("chief-executive", "requestShare", (m) => ({ concern: m.aware, ...wanted }), [
    ["a request for a share with an unknown body", { body: "nobody" }, "UNKNOWN_BODY", "body"],
    ["a request for a share with a body of another region", { body: "cib-london" }, "BODY_OUT_OF_SCOPE", "body"],
    ["a request for a share whose last day is today", { until: TODAY }, "INVALID_INPUT", "until"],
    ["a request for an escalation", { purpose: "ESCALATE_SUPPORT" }, "ESCALATION_NOT_IN_ADVANCE", "purpose"],
    ["a request about a concern that needs no further action", (m) => ({ concern: m.explained }), "NO_FURTHER_ACTION"],
    ["a request about a closed concern", (m) => ({ concern: m.closed }), "CONCERN_CLOSED"],
  ]),
  ...of("adviser", "makeRequestedShare", (m) => ({ concern: m.aware, request: "nothing" }), [
    ["a share that nobody requested", {}, "UNKNOWN_REQUEST", "request"],
  ]),
  ...of("adviser", "declineShareRequest", (m) => ({ concern: m.aware, request: m.requestWithdrawn, reason }), [
    ["an answer to a request that was withdrawn", {}, "REQUEST_ANSWERED", "request"],
  ]),
  ...of("chief-executive", "withdrawShareRequest", (m) => ({ concern: m.aware, request: m.requestWithdrawn }), [
    ["withdrawing a request a second time", {}, "REQUEST_ANSWERED", "request"],
  ]),
  ...of("chief-executive", "answerWords", (m) => ({ concern: m.aware, words: ["nothing"], answer: "OPEN" }), [
    ["an answer to words that the council was not told of", {}, "UNKNOWN_WORDS", "words.0"],
    ["an answer to no words", { words: [] }, "INVALID_INPUT", "words"],
  ]),

  // Fair time and reach
  ...of("adviser", "recordLetter", (m) => ({ concern: m.disputed, share: m.escalated, ...letter }), [
    ["a letter of tomorrow", { sentOn: "2026-03-03" }, "FUTURE_DATE", "sentOn"],
    ["a letter of before the proposal", { sentOn: "2026-03-01" }, "INVALID_INPUT", "sentOn"],
    ["a letter about a share that was answered", (m) => ({ share: m.toPanel }), "ANSWER_NOT_AWAITED", "share"],
    ["a letter about no share", { share: "nothing" }, "UNKNOWN_SHARE", "share"],
  ]),
  ...of("adviser", "confirmLetter", (m) => ({ concern: m.aware, share: m.lettered }), [
    ["confirmation of one's own letter", {}, "LETTER_BY_SENDER"],
  ]),
  ...of("adviser", "recordLetter", (m) => ({ concern: m.aware, share: m.timed, ...letter }), [
    ["a letter to a council that was reached", {}, "COUNCIL_REACHED", "share"],
  ]),
  ...of("chief-executive", "takeMoreTime", (m) => ({ concern: m.aware, share: m.timed }), [
    ["more time for the council to answer, a second time", {}, "TIME_TAKEN", "share"],
  ]),
  ...of("adviser", "confirmDanger", (m) => ({ concern: m.aware, share: m.endangered, reason }), [
    ["confirmation of one's own claim of danger", {}, "DANGER_BY_CLAIMANT"],
  ]),
  ...of("second-adviser", "confirmLetter", (m) => ({ concern: m.disputed, share: m.escalated }), [
    ["a letter that nobody recorded", {}, "NO_LETTER", "share"],
  ]),
  ...of("second-adviser", "confirmDanger", (m) => ({ concern: m.disputed, share: m.escalated, reason }), [
    ["danger that nobody claimed", {}, "NO_DANGER", "share"],
  ]),
  ...of("chief-executive", "takeMoreTime", (m) => ({ concern: m.disputed, share: m.toPanel }), [
    ["more time for what was answered", {}, "ANSWER_NOT_AWAITED", "share"],
  ]),
  ...of("adviser", "recordCouncilNotReached", (m) => ({ concern: m.disputed, share: m.escalated }), [
    ["a council not reached, ahead of its day", {}, "NOT_DUE", "share"],
  ]),
  ...of("governance-officer", "setFirstMailAddress", { person: "adviser", address: "a@candour.test" }, [
    ["the first address of somebody who is not of a council", {}, "FIRST_ADDRESS_GIVEN", "person"],
  ]),
  ...of("second-adviser", "raiseEscalation", (m) => ({ concern: m.disputed, ...escalation, body: "ofsted" }), [
    ["a second escalation", {}, "ESCALATION_OPEN", "body"],
  ]),
  ...of("adviser", "recordAwareness", (m) => ({ concern: m.aware, ...awareness }), [
    ["an awareness record with a body beyond its remit", { bodies: [CIB, "cqc"] }, "BEYOND_REMIT", "bodies.1"],
  ]),
  ...of("adviser", "proposeShare", (m) => ({ concern: m.aware, ...proposal }), [
    ["a share beyond a remit", { body: "dhsc" }, "BEYOND_REMIT", "body"],
  ]),
  ...of("adviser", "proposeShare", (m) => ({ concern: m.aware, ...proposal, body: "dfe", purpose: "ESCALATE_SUPPORT" }), [
    ["an escalation as a plain share", {}, "ESCALATION_BY_SHARE", "purpose"],
  ]),
  ...of("adviser", "confirmEscalation", (m) => ({ concern: m.disputed, escalation: m.escalation, reason }), [
    ["to confirm one's own escalation", {}, "ESCALATION_BY_RAISER"],
  ]),
  ...of("second-adviser", "confirmEscalation", (m) => ({ concern: m.disputed, escalation: "nothing", reason }), [
    ["to confirm what is not there", {}, "UNKNOWN_ESCALATION", "escalation"],
  ]),
  ...of("adviser", "standDownEscalation", (m) => ({ concern: m.disputed, escalation: "nothing", reason }), [
    ["to stand down what is not there", {}, "UNKNOWN_ESCALATION", "escalation"],
  ]),
  ...of("adviser", "giveReassurance", (m) => ({ concern: m.disputed, reassurance: "It runs." }), [
    ["to reassure who is no government", (m) => ({ share: m.toPanel }), "NOT_GOVERNMENT", "share"],
    ["to reassure by a share that is not live", (m) => ({ share: m.escalated }), "SHARE_NOT_LIVE", "share"],
    ["to reassure by no share", { share: "nothing" }, "UNKNOWN_SHARE", "share"],
  ]),

  // The panel
  ...of("panel-member", "challengeConcern", { ...challenge }, [
    [
      "a challenge without time to answer",
      (m) => ({ concern: m.disputed, answerBy: "2026-03-06" }),
      "CHALLENGE_DATE_TOO_EARLY",
      "answerBy",
    ],
    [
      "a challenge of what is not disputed",
      (m) => ({ concern: m.disputed, about: "DISPUTED_CONCERN" }),
      "NOTHING_TO_CHALLENGE",
      "about",
    ],
    ["a challenge of what was not reported", (m) => ({ concern: m.aware }), "NOT_FOUND"],
  ]),
  ...of("two-roles", "answerChallenge", (m) => ({ concern: m.disputed, challenge: m.open, answer: "So." }), [
    ["an answer by who challenged, in another role", {}, "ANSWER_BY_CHALLENGER"],
  ]),
  ...of("adviser", "answerChallenge", (m) => ({ concern: m.disputed, answer: "So." }), [
    ["an answer to what is not there", { challenge: "nothing" }, "UNKNOWN_CHALLENGE", "challenge"],
    ["a second answer", (m) => ({ challenge: m.answered }), "CHALLENGE_ANSWERED", "challenge"],
  ]),
  ...of(
    "panel-member",
    "reviewEffectiveness",
    (m) => ({ concern: m.disputed, challenge: m.open, judgement: "EFFECTIVE", finding: "So." }),
    [["a review of what is not answered", {}, "CHALLENGE_NOT_ANSWERED", "challenge"]],
  ),
  ...of(
    "two-roles",
    "reviewEffectiveness",
    (m) => ({ concern: m.disputed, challenge: m.answered, judgement: "EFFECTIVE", finding: "So." }),
    [["a review by who answered, in another role", {}, "REVIEW_BY_ANSWERER"]],
  ),
  ...of("adviser", "recordAnswerDue", (m) => ({ concern: m.disputed, challenge: m.open }), [
    ["an answer due before its day", {}, "NOT_DUE", "challenge"],
  ]),

  // Support
  ...of("adviser", "offerSupport", { ...offer }, [
    ["support to no council", { council: "E99999999" }, "UNKNOWN_COUNCIL", "council"],
    ["support to an abolished council", { council: ABOLISHED }, "COUNCIL_NOT_IN_FORCE", "council"],
    ["support of another strand", { kind: "CORPORATE_PEER_CHALLENGE" }, "SUPPORT_KIND_NOT_FOR_STRAND", "kind"],
    ["support by nobody", { provider: "nobody" }, "UNKNOWN_PROVIDER", "provider"],
    ["support by who is elsewhere", { provider: "cib-london" }, "UNKNOWN_PROVIDER", "provider"],
    ["support by a department", { provider: "dfe" }, "UNKNOWN_PROVIDER", "provider"],
    [
      "support for a cause of another strand",
      { strand: "CORPORATE", causes: ["FINANCE", "SERVICE_PERFORMANCE"] },
      "CAUSE_NOT_FOR_STRAND",
      "causes.1",
    ],
    ["support offered tomorrow", { offeredOn: TOMORROW }, "FUTURE_DATE", "offeredOn"],
    ["support that ends before it begins", { until: "2026-03-09" }, "SUPPORT_DATES_REVERSED", "until"],
    ["support that is over", { from: "2026-01-01", until: "2026-02-01" }, "SUPPORT_ENDED", "until"],
    ["support with no time to answer", { answerBy: TODAY }, "ANSWER_DATE_TOO_EARLY", "answerBy"],
  ]),
  ...of("cib-lead", "offerSupport", { ...offer }, [["support in the name of another body", {}, "NOT_PERMITTED"]]),
  ...of("adviser", "answerSupport", (m) => ({ support: m.offered, answer: "AGREED" }), [
    ["to answer for the council", {}, "NOT_PERMITTED"],
  ]),
  ...of("chief-executive", "answerSupport", (m) => ({ support: m.over, answer: "AGREED" }), [
    ["an answer to what is over", {}, "SUPPORT_ENDED"],
  ]),
  ...of("adviser", "answerOfferTelling", (m) => ({ support: m.offered, answer: "CONFIRMED" }), [
    ["an answer for the council by an adviser about an offer", {}, "NOT_PERMITTED"],
  ]),
  ...of("chief-executive", "answerOfferTelling", (m) => ({ support: m.offered, answer: "TOLD_OTHERWISE" }), [
    ["a dispute of an offer that does not say what is wrong", {}, "INVALID_INPUT", "statement"],
    ["a dispute about a body that the offer does not name", { statement: "No.", bodies: [CIB] }, "BODY_NOT_COVERED", "bodies.0"],
    [
      "a confirmation with a body that the council was not told of",
      { answer: "CONFIRMED", bodies: [CIB] },
      "BODY_NOT_COVERED",
      "bodies.0",
    ],
  ]),
  ...of("second-adviser", "tellOfOfferAgain", (m) => ({ support: m.offered, ...told }), [
    ["telling the council again of an offer that it does not dispute", {}, "TELLING_NOT_DISPUTED"],
    [
      "telling a lead member of a disputed offer",
      (m) => ({ support: m.doubted, toldOffice: "LEAD_MEMBER" }),
      "TELL_A_HEAD",
      "toldOffice",
    ],
  ]),
  ...of("adviser", "tellOfOfferAgain", (m) => ({ support: m.doubted, ...told }), [
    ["telling again of a disputed offer by the same adviser", {}, "TOLD_BY_SAME_ADVISER"],
  ]),
  ...of("cib-lead", "tellOfOfferAgain", (m) => ({ support: m.doubted, ...told }), [
    ["telling again of a disputed offer by a regional lead", {}, "NOT_FOUND"],
  ]),
  ...of("adviser", "beginSupport", {}, [
    ["beginning a disputed package", (m) => ({ support: m.doubted, begunOn: TODAY }), "AWARENESS_DISPUTED"],
    ["a package begun without agreement", (m) => ({ support: m.offered, begunOn: TODAY }), "PACKAGE_NOT_AGREED"],
    ["support begun twice", (m) => ({ support: m.running, begunOn: TODAY }), "SUPPORT_BEGUN"],
    ["support begun tomorrow", (m) => ({ support: m.agreed, begunOn: TOMORROW }), "FUTURE_DATE", "begunOn"],
  ]),
  ...of("adviser", "setMilestone", (m) => ({ support: m.running, kind: "OTHER", due: "2026-02-01" }), [
    ["a milestone before the offer", {}, "PERIOD_REVERSED", "due"],
  ]),
  ...of("adviser", "meetMilestone", (m) => ({ support: m.running }), [
    ["a milestone that is not there", { milestone: "nothing", metOn: TODAY }, "UNKNOWN_MILESTONE", "milestone"],
    ["a milestone met tomorrow", (m) => ({ milestone: m.milestone, metOn: TOMORROW }), "FUTURE_DATE", "metOn"],
  ]),
  ...of("adviser", "recordMilestoneDue", (m) => ({ support: m.running, milestone: m.milestone }), [
    ["a milestone due before its day", {}, "NOT_DUE", "milestone"],
  ]),
  ...of("adviser", "planReview", (m) => ({ support: m.running }), [
    ["a review back to front", { from: "2026-05-02", to: "2026-05-01" }, "PERIOD_REVERSED", "to"],
    ["a review planned for today", { from: TODAY, to: TOMORROW }, "REVIEW_TOO_EARLY", "from"],
    ["two reviews on one day", { from: "2026-04-03", to: "2026-04-05" }, "REVIEW_DATES_OVERLAP", "from"],
  ]),
  ...of("adviser", "cancelReview", (m) => ({ support: m.running, review: "nothing" }), [
    ["a review that is not there", {}, "UNKNOWN_REVIEW", "review"],
  ]),
  ...of("adviser", "planPresence", (m) => ({ support: m.running, place: "The town hall" }), [
    ["presence back to front", { from: "2026-05-02", to: "2026-05-01" }, "PERIOD_REVERSED", "to"],
    ["presence that is over", { from: "2026-02-02", to: "2026-02-03" }, "PRESENCE_PAST", "to"],
    ["presence of a year", { from: "2026-05-02", to: "2027-05-01" }, "PRESENCE_TOO_FAR", "to"],
  ]),
  ...of("adviser", "cancelPresence", (m) => ({ support: m.running, presence: "nothing" }), [
    ["presence that is not there", {}, "UNKNOWN_PRESENCE", "presence"],
  ]),
  ...of(
    "adviser",
    "moveSupport",
    (m) => ({ support: m.offered, by: "PROVIDER", from: "2026-05-01", until: "2026-06-30", presence: [], reason }),
    [
      ["days back to front", { until: "2026-04-30" }, "SUPPORT_DATES_REVERSED", "until"],
      ["days for the council by its adviser", { by: "COUNCIL" }, "NOT_PERMITTED"],
      ["an office of nobody of the council", { office: "LEADER" }, "INVALID_INPUT", "office"],
      [
        "presence back to front",
        { presence: [{ from: "2026-05-02", to: "2026-05-01", place: "x" }] },
        "PERIOD_REVERSED",
        "presence.0.to",
      ],
    ],
  ),
  ...of("adviser", "answerMove", (m) => ({ support: m.running, by: "PROVIDER", move: "nothing", answer: "AGREED" }), [
    ["an answer to days that nobody proposed", {}, "UNKNOWN_MOVE", "move"],
  ]),
  ...of("adviser", "setPackage", (m) => ({ support: m.running, package: m.running }), [
    ["a part of what is no package", {}, "UNKNOWN_PACKAGE", "package"],
  ]),
  ...of("adviser", "recordProgress", { progress: "WORKING", finding: "So." }, [
    ["progress before it began", (m) => ({ support: m.agreed, reviewedOn: TODAY }), "SUPPORT_NOT_BEGUN"],
    ["progress of tomorrow", (m) => ({ support: m.running, reviewedOn: TOMORROW }), "FUTURE_DATE", "reviewedOn"],
    ["progress of before it began", (m) => ({ support: m.running, reviewedOn: "2026-03-01" }), "PERIOD_REVERSED", "reviewedOn"],
  ]),
  ...of("adviser", "endSupport", { reason }, [
    [
      "an offer withdrawn that runs",
      (m) => ({ support: m.running, how: "OFFER_WITHDRAWN", endedOn: TODAY }),
      "SUPPORT_BEGUN",
      "how",
    ],
    [
      "support completed that did not begin",
      (m) => ({ support: m.agreed, how: "COMPLETED", endedOn: TODAY }),
      "SUPPORT_NOT_BEGUN",
      "how",
    ],
    [
      "support ended before it began",
      (m) => ({ support: m.running, how: "STOPPED", endedOn: "2026-03-01" }),
      "SUPPORT_DATES_REVERSED",
      "endedOn",
    ],
  ]),
  ...of("chief-executive", "judgeOutcome", (m) => ({ support: m.running, by: "COUNCIL", judgement: "EFFECTIVE", why: reason }), [
    ["support judged that runs", {}, "SUPPORT_NOT_ENDED"],
  ]),
  ...of(
    "nominated-officer",
    "judgeOutcome",
    (m) => ({ support: m.over, by: "COUNCIL", judgement: "NOT_EFFECTIVE", why: reason }),
    [["support judged twice", {}, "JUDGED_ALREADY", "by"]],
  ),
  ...of("chief-executive", "judgeOutcome", (m) => ({ support: m.over, by: "PROVIDER", judgement: "EFFECTIVE", why: reason }), [
    ["support judged for the provider by the council", {}, "NOT_PERMITTED"],
  ]),
  ...of("adviser", "planReview", (m) => ({ support: m.running, expectedVersion: 99, from: "2026-05-01", to: "2026-05-02" }), [
    ["a version of support that was never", {}, "STALE_VERSION", "expectedVersion"],
  ]),

  // One conversation with a council
  ...of("second-adviser", "nameLead", { council: TARROWSHIRE, person: "second-adviser" }, [
    ["a second lead", {}, "LEAD_NAMED", "council"],
  ]),
  ...of("adviser", "nameLead", {}, [
    ["a lead who advises elsewhere", { council: AMBLEFORD, person: "adviser-london" }, "NOT_AN_ADVISER_THERE", "person"],
    ["a lead whom nobody knows", { council: AMBLEFORD, person: "nobody-known" }, "NOT_AN_ADVISER_THERE", "person"],
    ["a lead for an abolished council", { council: ABOLISHED, person: "adviser" }, "COUNCIL_NOT_IN_FORCE", "council"],
  ]),
  ...of("adviser", "endLead", { council: AMBLEFORD, reason }, [["the end of no lead", {}, "NO_LEAD"]]),
  ...of("adviser", "planApproach", { ...approach }, [
    ["an approach back to front", { to: "2026-03-22" }, "APPROACH_REVERSED", "to"],
    ["an approach today", { from: TODAY }, "APPROACH_PAST", "from"],
  ]),
  ...of("cib-lead", "planApproach", { ...approach, ...OF_DISTRICT, body: CIB }, [
    ["an approach that meets another's", {}, "APPROACH_CLASHES", "knowing"],
  ]),
  ...of("second-adviser", "planApproach", { ...approach }, [
    ["an approach past the lead", {}, "APPROACH_CLASHES", "leadConsulted"],
  ]),
  ...of("cib-lead", "planApproach", { ...approach }, [["an approach in another's name", {}, "NOT_PERMITTED"]]),
  ...of("adviser", "cancelApproach", (m) => ({ council: AMBLEFORD, approach: m.cancelled, reason }), [
    ["an approach cancelled twice", {}, "UNKNOWN_APPROACH", "approach"],
  ]),
  ...of("cib-lead", "cancelApproach", (m) => ({ council: AMBLEFORD, approach: m.ahead, reason }), [
    ["another's approach cancelled", {}, "NOT_PERMITTED"],
  ]),
  ...of("chief-executive", "agreeToBeContacted", { ...contact, strand: "CORPORATE" }, [
    ["practice of another strand", {}, "CAUSE_NOT_FOR_STRAND", "cause"],
  ]),
  ...of("chief-executive", "takeBackContact", { council: TARROWSHIRE, contact: "nothing" }, [
    ["a contact that is not there", {}, "UNKNOWN_CONTACT", "contact"],
  ]),

  // Submissions and requests for support
  ...of("department", "submitInformation", { ...submission }, [
    ["a submission about no council", { council: "E99999999" }, "UNKNOWN_COUNCIL", "council"],
    ["a submission about an abolished council", { council: ABOLISHED }, "COUNCIL_NOT_IN_FORCE", "council"],
    ["a submission about an invented abolished council", { council: ABOLISHED_ELSEWHERE }, "COUNCIL_NOT_IN_FORCE", "council"],
    ["a submission back to front", { period: { from: "2026-01-02", to: "2026-01-01" } }, "PERIOD_REVERSED", "period"],
    ["a submission of tomorrow", { period: { from: TODAY, to: TOMORROW } }, "FUTURE_DATE", "period.to"],
    ["a submission on a cause of another strand", { strand: "CORPORATE" }, "CAUSE_NOT_FOR_STRAND", "cause"],
    ["a submission beyond a remit without a reason", { ...OF_DISTRICT, cause: "FINANCE" }, "BEYOND_REMIT", "beyondRemitReason"],
    ["a submission within a remit with a reason", { beyondRemitReason: reason }, "INVALID_INPUT", "beyondRemitReason"],
    ["a submission in another's name", { body: "mhclg" }, "NOT_PERMITTED"],
  ]),
  ...of("cib-lead", "submitInformation", { ...submission, body: CIB }, [
    ["a submission by a regional body outside its strand", { strand: "ADULTS" }, "BODY_NOT_RESPONSIBLE", "strand"],
  ]),
  ...of("adviser", "tellCouncilOfSubmission", (m) => ({ submission: m.untold, ...told, toldOn: TOMORROW }), [
    ["a council told tomorrow", {}, "FUTURE_DATE", "toldOn"],
  ]),
  ...of("adviser", "tellCouncilOfSubmission", (m) => ({ submission: m.toldSubmission, ...told }), [
    ["telling a council of a submission twice", {}, "SUBMISSION_TOLD"],
  ]),
  ...of(
    "adviser",
    "redirectSubmission",
    (m) => ({ submission: m.toldSubmission, council: TARROWSHIRE, strand: "ADULTS", reason }),
    [["redirecting a submission that the council was told of", {}, "SUBMISSION_RESTED_ON"]],
  ),
  ...of("adviser", "tellCouncilOfSubmission", (m) => ({ submission: m.doubtedSubmission, ...told }), [
    ["telling again of a disputed submission by the same adviser", {}, "TOLD_BY_SAME_ADVISER"],
  ]),
  ...of("second-adviser", "tellCouncilOfSubmission", (m) => ({ ...told, submission: m.doubtedSubmission }), [
    [
      "telling a director of a disputed submission",
      { toldOffice: "DIRECTOR_OF_CHILDRENS_SERVICES" },
      "TELL_A_HEAD",
      "toldOffice",
    ],
  ]),
  ...of("chief-executive", "answerSubmissionTelling", (m) => ({ submission: m.doubtedSubmission, answer: "TOLD_OTHERWISE" }), [
    ["a dispute of a submission that does not say what is wrong", {}, "INVALID_INPUT", "statement"],
    [
      "an answer about a submission that the council was not told of",
      (m) => ({ submission: m.untold, answer: "CONFIRMED" }),
      "NOT_FOUND",
    ],
  ]),
  ...of("adviser", "answerSubmissionTelling", (m) => ({ submission: m.doubtedSubmission, answer: "CONFIRMED" }), [
    ["an answer for the council by an adviser about a submission", {}, "NOT_PERMITTED"],
  ]),
  ...of("adviser", "setSubmissionAside", { reason }, [
    ["setting aside a disputed submission", (m) => ({ submission: m.doubtedSubmission }), "AWARENESS_DISPUTED"],
    ["a submission set aside untold", (m) => ({ submission: m.untold }), "COUNCIL_NOT_TOLD"],
    ["a submission set aside twice", (m) => ({ submission: m.aside }), "SUBMISSION_SET_ASIDE"],
  ]),
  ...of("department", "setSubmissionAside", (m) => ({ submission: m.untold, reason }), [
    ["a department that sets its own aside", {}, "NOT_PERMITTED"],
  ]),
  ...of("adviser", "addEvidence", (m) => ({ concern: m.aware }), [
    [
      "evidence that was set aside",
      (m) => ({ evidence: { ...evidence, submission: m.aside } }),
      "SUBMISSION_SET_ASIDE",
      "evidence.submission",
    ],
    [
      "evidence of a disputed submission",
      (m) => ({ evidence: { ...evidence, submission: m.doubtedSubmission } }),
      "AWARENESS_DISPUTED",
      "evidence.submission",
    ],
    [
      "evidence about another council",
      (m) => ({ evidence: { ...evidence, submission: m.other } }),
      "UNKNOWN_SUBMISSION",
      "evidence.submission",
    ],
  ]),
  ...of("chief-executive", "requestSupport", { ...signal }, [
    ["support wanted for a cause of another strand", { strand: "CORPORATE" }, "CAUSE_NOT_FOR_STRAND", "causes.0"],
    ["support wanted for another council", { council: AMBLEFORD }, "NOT_PERMITTED"],
  ]),
  ...of("adviser", "answerSignal", { answer: "So." }, [
    ["a second answer to a request", (m) => ({ signal: m.answeredSignal }), "SIGNAL_ANSWERED"],
    ["an answer to a request withdrawn", (m) => ({ signal: m.withdrawn }), "SIGNAL_WITHDRAWN"],
    [
      "an answer with support of another council",
      (m) => ({ signal: m.asked, supports: [m.elsewhere] }),
      "UNKNOWN_SUPPORT",
      "supports.0",
    ],
  ]),
  ...of("chief-executive", "withdrawSignal", (m) => ({ signal: m.answeredSignal }), [
    ["an answered request withdrawn", {}, "SIGNAL_ANSWERED"],
  ]),
  ...of("adviser", "withdrawSignal", (m) => ({ signal: m.asked }), [["a request withdrawn by who answers", {}, "NOT_PERMITTED"]]),

  // Interests
  ...of("group-office", "declareInterests", { person: "group-office" }, [
    ["an unknown home council", { home: "E99999999" }, "UNKNOWN_COUNCIL", "home"],
    ["an interest in an abolished council", { councils: ["X00000009", ABOLISHED] }, "COUNCIL_NOT_IN_FORCE", "councils.1"],
    ["a declaration for somebody else", { person: "cib-lead" }, "NOT_PERMITTED"],
  ]),
  ...of("adviser", "claimTask", { task: "no-task" }, [["a task that nobody has claimed", {}, "NOT_FOUND", "task"]]),
  ...of("adviser", "releaseTask", { task: "no-task" }, [["a task that nobody has given back", {}, "NOT_FOUND", "task"]]),
  ...of("adviser", "putOffTask", { task: "no-task", until: TOMORROW }, [
    ["a task that nobody has put off", {}, "NOT_FOUND", "task"],
  ]),
  ...of("group-office", "markNewsRead", { person: "group-office", upTo: "an event" }, [
    ["the news of somebody else marked as read", { person: "cib-lead" }, "NOT_PERMITTED"],
    ["unknown news marked as read", {}, "NOT_FOUND", "upTo"],
  ]),
  ...of("cib-lead-london", "offerSupport", { ...offer, council: "X00000009", provider: "cib-london" }, [
    ["support of one's own council", {}, "OWN_COUNCIL"],
  ]),
  ...of("cib-lead-london", "planApproach", { ...approach, council: "X00000009", body: "cib-london" }, [
    ["an approach to one's own council", {}, "OWN_COUNCIL"],
  ]),

  // Roles that do not mix
  ...of("governance-officer", "startAssignment", { from: "2026-03-02", until: "2026-12-31" }, [
    ["a panel role for an adviser", { person: "adviser", role: "PANEL_MEMBER" }, "ROLES_DO_NOT_MIX", "role"],
    ["a governance role for an adviser", { person: "second-adviser", role: "GOVERNANCE_OFFICER" }, "ROLES_DO_NOT_MIX", "role"],
    ["an Advisory Board role for a regional lead", { person: "cib-lead", role: "ADVISORY_BOARD" }, "ROLES_DO_NOT_MIX", "role"],
  ]),

  // Where notices go
  ...of("adviser", "setMailAddress", { person: "adviser" }, [
    ["two addresses", { address: "a@candour.test, b@candour.test" }, "INVALID_INPUT", "address"],
    ["an address that goes on", { address: "a@candour.test\r\nBcc: b@candour.test" }, "INVALID_INPUT", "address"],
    ["a name beside an address", { address: "Rowan <a@candour.test>" }, "INVALID_INPUT", "address"],
  ]),
  ...of("administrator", "setMailAddress", { person: "adviser", address: "a@candour.test" }, [
    ["another's address", {}, "NOT_PERMITTED"],
  ]),
];

describe("A command that the rules refuse", () => {
  it.each(RULES)("is reported and changes nothing: %s", async (_, as, name, input, code, field) => {
    const outcome = await refused(() => command(hub, as, name, input(made)));
    expect(outcome).toMatchObject({ __typename: "Refused", code, field });
    expect(outcome.message).toMatch(/^[A-Z].*[.]$/s);
    expect(outcome.message).not.toMatch(/Maren|mentor|supervision|Returns/);
  });

  it("names the successors of an abolished council", async () => {
    const { message } = await refused(() =>
      command(hub, "department", "submitInformation", { ...submission, council: ABOLISHED }),
    );
    expect(message).toContain("North Northamptonshire Council (E06000061)");
  });

  it("warns people who may see them of approaches with which a new one clashes, and accepts one that names them", async () => {
    const clashing = { ...approach, ...OF_DISTRICT, body: CIB };
    const { message } = await refused(() => command(hub, "cib-lead", "planApproach", clashing));
    expect(message).toContain("The LGA's advisers from 23 March 2026 to 24 March 2026.");
    expect(await command(hub, "cib-lead", "planApproach", { ...clashing, knowing: [made.ahead] })).toMatchObject({
      __typename: "ConversationChanged",
    });
  });

  it("after all of it the hub has no flaw, and its own log has nothing of it", async () => {
    expect(await hub.hub.log.verify()).toEqual([]);
    const log = hub.logged.join("");
    expectNothingInternal(log, "log");
    expect(log).not.toMatch(/Marked|eyJ|Tarrowshire|Maren|mentor|candour\.test|adviser/);
  });
});
