// A share that is limited to some people or seats of its body: who can be named, who receives it, and whose tasks it makes.
import { describe, expect, it } from "vitest";
import {
  aware,
  BODY,
  evidenceAdded,
  explained,
  logged,
  made,
  madeAsRequested,
  madeAware,
  madeAwareNow,
  makeRequestedShare,
  onConditions,
  outcomeOpened,
  PEERS,
  proposed,
  proposeShare,
  recordOutcomeOpened,
  requestShare,
  sayNotPersuaded,
  shareRequested,
  stated,
} from "../../test/examples/concern.ts";
import { concernOf, given, shareOf, TODAY } from "../../test/helpers/specification.ts";
import { certainDay } from "../decision-context.ts";
import { isRefusal } from "../refusals.ts";
import { parseConcernCommand } from "./commands.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf, shareFacts } from "./facts.ts";
import { openBodies } from "./open-words.ts";
import { tasksOf } from "./tasks.ts";
import { wordsOf } from "./words.ts";

const CIB = "cib-north-east";
const ofChildrens = [logged({ strand: "childrens" }), evidenceAdded(), madeAware([CIB])];
const SEAT = { people: [], seats: ["director" as const] };
const ONE = { people: ["ada"], seats: [] };
const isOfBody = (person: string, body: string) => person === "ada" && body === BODY;

describe("A share that is limited", () => {
  it("is proposed with the people of its body and the seats of a region's CIB leads, each once", () => {
    given(aware, { isOfBody })
      .when(proposeShare({ limitedTo: { people: ["ada", "ada"], seats: [] } }))
      .then([proposed({ limitedTo: ONE })]);
    given(ofChildrens)
      .when(proposeShare({ body: CIB, limitedTo: { people: [], seats: ["director", "director"] } }))
      .then([proposed({ body: CIB, limitedTo: SEAT })]);
  });

  it("names nobody who does not act for the body, and seats of no other body", () => {
    given(aware, { isOfBody })
      .when(proposeShare({ limitedTo: { people: ["ada", "ben"], seats: ["director"] } }))
      .thenRefusedAll([
        ["NOT_OF_THIS_BODY", "limitedTo.people.1"],
        ["NOT_OF_THIS_BODY", "limitedTo.seats.0"],
      ]);
  });

  it("names a person or a seat at least", () => {
    const { input } = proposeShare({ limitedTo: { people: [], seats: [] } });
    const parsed = parseConcernCommand("proposeShare", input);
    expect(isRefusal(parsed) && [parsed.code, parsed.field]).toEqual(["INVALID_INPUT", "limitedTo"]);
  });

  const asOf = { ...certainDay(TODAY), blocked: new Set<string>(), inForce: new Set<string>() };
  const live = (limitedTo: typeof SEAT | typeof ONE) => [...aware, proposed({ limitedTo }), stated("agrees"), made()];

  it("is with those alone and not with the body, in the facts of the concern and of the share", () => {
    const concern = factsOf(concernOf(live(ONE)), asOf);
    expect(concern.summarySharedWith).toEqual([`${BODY}#person:ada`]);
    expect(shareFacts(shareOf(live(ONE)), concern, asOf)).toMatchObject({
      body: BODY,
      audience: [`${BODY}#person:ada`],
      live: true,
    });
    const both = [...live(ONE), proposed({ share: "all" }), stated("agrees", { share: "all" }), made("all")];
    expect(factsOf(concernOf(both), asOf).summarySharedWith).toEqual([BODY, `${BODY}#person:ada`]);
  });

  it("has its end in the inboxes of those alone", () => {
    const audiences = tasksOf(concernOf(live(SEAT)), asOf).flatMap(({ kind, audience }) =>
      kind === "share-expiring" ? audience : [],
    );
    expect(audiences).toEqual(["scope:E12000001/corporate", `body:${BODY}#seat:director`]);
  });

  it("has its conditions in words accepted by those alone", () => {
    const waiting = [...aware, proposed({ limitedTo: ONE }), onConditions(), made()];
    const state = concernOf(waiting);
    const facts = shareFacts(shareOf(waiting), factsOf(state, asOf), asOf);
    expect(facts).toMatchObject({ audience: [`${BODY}#person:ada`], live: false, awaitsAcceptance: true });
    const audiences = tasksOf(state, asOf).flatMap(({ kind, audience }) => (kind === "conditions-to-accept" ? audience : []));
    expect(audiences).toEqual([`body:${BODY}#person:ada`]);
  });

  it("gives later words to those alone", () => {
    const [word] = wordsOf(concernOf(live(ONE)));
    const openTo = (events: readonly ConcernEvent[]) => openBodies(concernOf(events), asOf, word ?? expect.fail());
    expect(openTo(live(ONE))).toEqual([`${BODY}#person:ada`]);
    const both = [...live(ONE), proposed({ share: "all" }), stated("agrees", { share: "all" }), made("all")];
    expect(openTo(both)).toEqual([BODY, `${BODY}#person:ada`]);
  });

  it("is requested by the council, and made as it was requested", () => {
    const limitedTo = { people: ["ada"], seats: [] };
    const ofPeers = (person: string, body: string) => person === "ada" && body === PEERS;
    given(aware, { isOfBody: ofPeers })
      .when(requestShare({ limitedTo }))
      .then([shareRequested({ limitedTo })]);
    given(aware, { isOfBody: () => false })
      .when(requestShare({ limitedTo }))
      .thenRefused("NOT_OF_THIS_BODY", "limitedTo.people.0");
    given([...aware, shareRequested({ limitedTo })])
      .when(makeRequestedShare())
      .then(madeAsRequested({ limitedTo }));
  });

  it("lets nobody else of the body say that it is not persuaded", () => {
    const ministry = [
      ...aware.slice(0, 2),
      madeAware(["dfe"]),
      proposed({ body: "dfe", limitedTo: ONE }),
      stated("agrees"),
      made(),
    ];
    given(ministry, { bodies: ["dfe", "dfe#person:ben"] })
      .when(sayNotPersuaded({ body: "dfe" }))
      .thenRefused("NOT_YOUR_BODY", "body");
  });

  it("gives the outcome of the concern to those alone, unless the body opened it by a share with all of it", () => {
    const over = [...live(ONE), explained(), madeAwareNow([BODY], "told-of-ending")];
    const opened = (events: readonly ConcernEvent[], ...days: readonly string[]) =>
      given(events, { today: "2026-03-09", disclosures: days.map((day) => ({ body: BODY, at: `${day}T12:00:00.000Z` })) }).when(
        recordOutcomeOpened(),
      );
    const shown = (...bodies: string[]) => [outcomeOpened({ bodies })];
    opened(over, "2026-03-03").then(shown(`${BODY}#person:ada`));
    opened(over).then(shown());
    const both = [...over, proposed({ share: "all" }), stated("agrees", { share: "all" }), made("all")];
    // Everything in this spec happened on 20 February.
    opened(both, "2026-02-19").then(shown(`${BODY}#person:ada`));
    opened(both, "2026-02-19", "2026-03-03").then(shown(BODY));
    const state = concernOf([...over, outcomeOpened({ bodies: [`${BODY}#person:ada`] })]);
    const day = { ...asOf, ...certainDay("2026-03-09") };
    expect(factsOf(state, day).outcomeFor).toEqual([`${BODY}#person:ada`]);
    const tasks = tasksOf(state, day).flatMap(({ kind, audience }) => (kind === "outcome-to-read" ? audience : []));
    expect(tasks).toEqual([`body:${BODY}#person:ada`]);
  });

  it("is covered by what the council was told of the body", () => {
    given([...aware.slice(0, 2), madeAware([])], { isOfBody })
      .when(proposeShare({ limitedTo: { people: ["ada"], seats: [] } }))
      .thenRefused("BODY_NOT_COVERED", "body");
  });
});
