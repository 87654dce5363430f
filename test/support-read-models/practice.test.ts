import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { openStore } from "../../projections/runtime/store.ts";
import { supportModel } from "../../projections/support/support.ts";
import { concernStream } from "../../services/concern/events.ts";
import { councilStream } from "../../services/council/events.ts";
import { signalStream } from "../../services/signal/events.ts";
import { supportStream } from "../../services/support/events.ts";
import { lightSupport, logged, packaged } from "../examples/concern.ts";
import {
  agreed,
  answered,
  begun,
  COUNCIL,
  completed,
  contactAgreed,
  contactTakenBack,
  ended,
  judged,
  offered,
  requested,
} from "../examples/support.ts";
import { logWriter } from "../helpers/random-supports.ts";
import { cases } from "../helpers/soak.ts";
import { noKeys, TODAY } from "../helpers/specification.ts";

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

type Happened = readonly [stream: string, ...events: readonly { type: string; data: object }[]];
const support = (...events: readonly { type: string; data: object }[]): Happened => [supportStream("support"), ...events];
const council = (...events: readonly { type: string; data: object }[]): Happened => [councilStream(COUNCIL), ...events];
const CONCLUDED: Happened = [concernStream("concern"), logged(), lightSupport("other", "support")];
const WELL = [...completed, judged("council"), judged("provider")];

/** Which councils are found after these have happened. */
function found(happened: readonly Happened[], strand = "corporate", cause = "finance"): readonly string[] {
  const store = openStore(supportModel, ":memory:", { keys: noKeys, today: () => TODAY });
  cleanups.push(() => store.close());
  const writer = logWriter();
  for (const [stream, ...events] of happened) writer.append(stream, "2026-02-20T10:00:00.000Z", events);
  store.applyPage(writer.events);
  const all = store.queries.practiceContacts(strand, cause, undefined, 10);
  // A list goes on after each of its entries.
  for (const [index, place] of all.entries())
    expect(store.queries.practiceContacts(strand, cause, place, 10)).toEqual(all.slice(index + 1));
  return all.map(({ council, contact }) => `${council} ${contact}`);
}

const FOUND = [`${COUNCIL} contact`];

describe("Councils with good practice", () => {
  it("agreed to be contacted, judged with the provider that support worked, and had a concern concluded with it", () => {
    expect(found([support(...WELL), CONCLUDED, council(contactAgreed())])).toEqual(FOUND);
  });

  it("are found whatever the order of these events", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([CONCLUDED, council(contactAgreed()), support(judged("provider")), support(judged("council"))], {
          minLength: 4,
        }),
        (order) => {
          expect(found([support(...completed), ...order])).toEqual(FOUND);
        },
      ),
      { numRuns: cases(12, 100) },
    );
    expect(found([CONCLUDED, council(contactAgreed()), support(...WELL)])).toEqual(FOUND);
  });

  it("are not found without any one of the three", () => {
    expect(found([support(...WELL), CONCLUDED])).toEqual([]);
    expect(found([support(...WELL), council(contactAgreed())])).toEqual([]);
    expect(found([CONCLUDED, council(contactAgreed())])).toEqual([]);
  });

  it.each([
    ["nobody has judged", []],
    ["the council alone has judged", [judged("council")]],
    ["the provider alone has judged", [judged("provider")]],
    ["the council found it partly effective", [judged("council", "partly-effective"), judged("provider")]],
    ["the provider found it not effective", [judged("council"), judged("provider", "not-effective")]],
  ])("are not found while %s", (_, judgements) => {
    expect(found([support(...completed, ...judgements), CONCLUDED, council(contactAgreed())])).toEqual([]);
  });

  it("may have had a package, or have requested the support themselves", () => {
    const kind = offered({ kind: "package" });
    const byPackage: Happened = [concernStream("concern"), logged(), packaged()];
    const onPackage = support(kind, agreed(), begun(), ended(), judged("council"), judged("provider"));
    expect(found([onPackage, byPackage, council(contactAgreed())])).toEqual(FOUND);
    const asked: Happened = [signalStream("signal"), requested(), answered("support")];
    expect(found([support(...WELL), asked, council(contactAgreed())])).toEqual(FOUND);
    const unanswered: Happened = [signalStream("signal"), requested()];
    expect(found([support(...WELL), unanswered, council(contactAgreed())])).toEqual([]);
  });

  it("are found for the strand and the causes that the support was meant for, and no others", () => {
    const meant = offered({ causes: ["finance", "leadership"] });
    const happened = [
      support(meant, agreed(), begun(), ended(), judged("council"), judged("provider")),
      CONCLUDED,
      council(contactAgreed(), contactAgreed({ contact: "leadership", cause: "leadership" })),
      council(contactAgreed({ contact: "elsewhere", strand: "adults" })),
      council(contactAgreed({ contact: "untried", cause: "disengagement" })),
    ];
    expect(found(happened)).toEqual(FOUND);
    expect(found(happened, "corporate", "leadership")).toEqual([`${COUNCIL} leadership`]);
    expect(found(happened, "adults", "finance")).toEqual([]);
    expect(found(happened, "corporate", "disengagement")).toEqual([]);
  });

  it("are no longer found as soon as they take an agreement to be contacted back, and their other agreements stay", () => {
    const before = [support(...WELL), CONCLUDED, council(contactAgreed(), contactAgreed({ contact: "second" }))];
    expect(found(before)).toEqual([`${COUNCIL} contact`, `${COUNCIL} second`]);
    expect(found([...before, council(contactTakenBack())])).toEqual([`${COUNCIL} second`]);
    const store = openStore(supportModel, ":memory:", { keys: noKeys, today: () => TODAY });
    cleanups.push(() => store.close());
    const writer = logWriter();
    for (const [stream, ...events] of [...before, council(contactTakenBack(), contactTakenBack("second"))])
      writer.append(stream, "2026-02-20T10:00:00.000Z", events);
    const seen = writer.events.map((event) => {
      store.applyPage([event]);
      return store.queries.practiceContacts("corporate", "finance", undefined, 10).length;
    });
    expect(seen.slice(-3)).toEqual([2, 1, 0]);
  });

  it("are not found for support that another council got", () => {
    const elsewhere: Happened = [councilStream("X00000002"), contactAgreed()];
    expect(found([support(...WELL), CONCLUDED, elsewhere])).toEqual([]);
  });
});
