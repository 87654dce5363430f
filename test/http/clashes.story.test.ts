// Two providers who would be at one council in the same week: they clash, and keep out of each other's way.
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { CIB, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const ADASS = "adass-east-midlands";
const PRESENCE =
  "query($id: ID!) { support(id: $id) { presence { id from to cancelled place } detail { package { id } moves { id isOpen answer } } } }";
const CLASHES = `query($code: ID!) { council(code: $code) { alignedSupport { clashCount clashes {
  id kind settlements { how note settled { by reason } } first { kind provider { id } from to support { id } approach } second { kind provider { id } from to support { id } approach }
} } } }`;
const DIARY = `query($region: ID!, $from: Date!, $to: Date!) { diary(region: $region, from: $from, to: $to, PAGE) {
  nodes { kind council { code } provider { id } from to support { id } approach } pageInfo { hasNextPage endCursor }
} }`;
const SUPPORTS = `query($filter: SupportFilter, $order: SupportOrder) { supports(filter: $filter, order: $order, first: 100) {
  totalCount facets { council { value count } kind { value count } status { value count } } nodes { id }
} }`;
type Supports = { readonly totalCount: number; readonly facets: object; readonly nodes: readonly { readonly id: string }[] };
/** What a lead of a region asks: all its support, the picture of each council with what still clashes, and a quarter of its diary. */
const PLAIN_QUESTION = `query($region: ID!) {
  supports(filter: { region: $region }, order: DUE, first: 100) {
    totalCount facets { council { value count } strand { value count } status { value count } kind { value count } progress { value count } }
    nodes { id council { code name } strand kind provider { name } lead causes status from until nextDue progress
      presence { from to } milestones { kind due metOn } reviews { from to reviewedOn progress } }
    pageInfo { hasNextPage endCursor }
  }
  alignedSupport(region: $region) { council { code } clashCount(settled: false)
    strands { strand offered agreed declined running ended due overdue working partlyWorking notWorking }
    clashes(settled: false) { id kind first { kind from to provider { name } } second { kind from to provider { name } } }
  }
  diary(region: $region, from: "2026-06-01", to: "2026-08-31", first: 100) {
    nodes { from to kind council { name } provider { name } } pageInfo { hasNextPage endCursor }
  }
}`;
type Plain = {
  readonly supports: { readonly totalCount: number; readonly nodes: readonly { readonly council: { readonly code: string } }[] };
  readonly alignedSupport: readonly object[];
  readonly diary: { readonly nodes: readonly object[] };
};
type Diary = {
  readonly diary: {
    readonly nodes: readonly { readonly kind: string; readonly noted?: string | null }[];
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
};
type Presence = {
  readonly presence: readonly { readonly id: string }[];
  readonly detail: { readonly moves: readonly { readonly id: string }[] };
};
type Clash = {
  readonly id: string;
  readonly kind: string;
  readonly settlements: readonly object[];
  readonly first: Readonly<Record<string, unknown>>;
  readonly second: Readonly<Record<string, unknown>>;
};

describe("The presence of two providers at one council in the same week", () => {
  const step = storySteps();
  let story: Story;
  let challenge: string;
  let adults: string;
  beforeAll(async () => {
    story = await startStory();
    challenge = await story.offer("adviser", {
      ...{ strand: "CORPORATE", kind: "CORPORATE_PEER_CHALLENGE", causes: ["FINANCE"], from: "2026-03-09", until: "2027-03-31" },
    });
    adults = await story.offer("adass-lead", {
      ...{ strand: "ADULTS", kind: "ADULTS_PEER_CHALLENGE", provider: ADASS, causes: ["LEADERSHIP"] },
      ...{ from: "2026-06-01", until: "2026-12-31" },
    });
    for (const support of [challenge, adults])
      await story.does("chief-executive", "answerSupport", { support, answer: "AGREED", regionSees: "DATES" });
  });
  afterAll(() => story.close());
  const clashes = async (person: string) => {
    const { council } = await story.asks<{ council: { alignedSupport: { clashes: readonly Clash[]; clashCount: number } } }>(
      person,
      CLASHES,
      { code: TARROWSHIRE },
    );
    expect(council.alignedSupport.clashCount).toBe(council.alignedSupport.clashes.length);
    return council.alignedSupport.clashes;
  };
  const presenceOf = async (person: string, id: string) =>
    (await story.asks<{ support: Presence }>(person, PRESENCE, { id })).support;

  step("support that runs for months clashes with nothing until somebody is there", async () => {
    check(await clashes("adviser")).toEqual([]);
    await story.does("adviser", "planPresence", {
      ...{ support: challenge, from: "2026-06-15", to: "2026-06-18", place: "The town hall" },
    });
    check(await clashes("adviser")).toEqual([]);
  });

  step("two providers within a week of each other clash, for everybody who sees both", async () => {
    check(
      await story.refused("cib-lead", "planPresence", { support: adults, from: "2026-06-08", to: "2026-06-09", place: "x" }),
    ).toBe("NOT_PERMITTED");
    await story.does("adass-lead", "planPresence", {
      ...{ support: adults, from: "2026-06-08", to: "2026-06-09", place: "A care home" },
    });
    const between = [
      {
        kind: "DAYS",
        first: { kind: "PRESENCE", provider: { id: ADASS }, from: "2026-06-08", to: "2026-06-09", support: { id: adults } },
        second: { kind: "PRESENCE", provider: { id: "lga" }, from: "2026-06-15", to: "2026-06-18", support: { id: challenge } },
      },
    ];
    for (const person of ["adviser", "chief-executive", "adass-lead", "cib-lead"])
      check([person, await clashes(person)]).toMatchObject([person, between]);
    check(await presenceOf("cib-lead", adults)).toMatchObject({ presence: [{ from: "2026-06-08", place: null }], detail: null });
    check(await presenceOf("adass-lead", adults)).toMatchObject({ presence: [{ from: "2026-06-08", place: "A care home" }] });
  });

  step("the region sees no clash with support that the council hides from it", async () => {
    await story.does("chief-executive", "setRegionView", { support: challenge, regionSees: "NOTHING" });
    for (const person of ["adass-lead", "cib-lead"]) check([person, await clashes(person)]).toEqual([person, []]);
    check(await clashes("adviser")).toHaveLength(1);
    await story.does("chief-executive", "setRegionView", { support: challenge, regionSees: "DATES" });
  });

  step("an approach clashes as well, and has nothing to do with the package of either", async () => {
    await story.does("cib-lead", "planApproach", {
      ...{ council: TARROWSHIRE, body: CIB, kind: "VISIT", strand: "CHILDRENS", from: "2026-06-17", to: "2026-06-17" },
      about: "An afternoon with the new team managers.",
    });
    check((await clashes("cib-lead")).map(({ first, second }) => [first.kind, second.kind])).toEqual([
      ["PRESENCE", "PRESENCE"],
      ["PRESENCE", "APPROACH"],
    ]);
  });

  step("whoever sees both sides says how a clash is settled, and everybody who sees it reads that", async () => {
    const [clash] = await clashes("adass-lead");
    check(clash).toMatchObject({ kind: "DAYS", settlements: [] });
    const settled = { council: TARROWSHIRE, clash: clash?.id, how: "BOTH_RUN", note: "One team meets both." };
    const refused = (person: string, differing: object = {}) =>
      story.refused(person, "settleClash", { ...settled, ...differing });
    // A stranger gets the same refusal for a clash as for none.
    for (const person of ["chief-executive", "department", "adviser-london", "cib-lead-london", "governance-officer"])
      for (const named of [clash?.id, "no-such-clash"])
        check([person, named, await refused(person, { clash: named })]).toEqual([person, named, "NOT_PERMITTED"]);
    await story.does("chief-executive", "setRegionView", { support: adults, regionSees: "NOTHING" });
    check(await refused("cib-lead")).toBe("UNKNOWN_CLASH");
    check(await refused("cib-lead", { clash: "no-such-clash" })).toBe("UNKNOWN_CLASH");
    await story.does("chief-executive", "setRegionView", { support: adults, regionSees: "DATES" });
    await story.does("cib-lead", "settleClash", settled);
    const [first] = [{ how: "BOTH_RUN", note: "One team meets both.", settled: { by: "cib-lead" } }];
    for (const person of ["adviser", "chief-executive", "adass-lead", "cib-lead"])
      check([person, (await clashes(person))[0]?.settlements]).toMatchObject([person, [first]]);
    check(await refused("adviser")).toBe("CLASH_SETTLED");
    await story.does("adviser", "settleClash", { ...settled, how: "MOVED", note: "The adults' team moves." });
    const moved = { how: "MOVED", settled: { by: "adviser" } };
    check((await clashes("chief-executive"))[0]?.settlements).toMatchObject([moved, first]);
    const counted = async (person: string) =>
      (
        await story.asks<{ council: { alignedSupport: object } }>(
          person,
          "query($code: ID!) { council(code: $code) { alignedSupport { settled: clashCount(settled: true) open: clashCount(settled: false) } } }",
          { code: TARROWSHIRE },
        )
      ).council.alignedSupport;
    check(await counted("adviser")).toEqual({ settled: 1, open: 1 });
    await story.does("chief-executive", "setRegionView", { support: adults, regionSees: "NOTHING" });
    check(await counted("cib-lead")).toEqual({ settled: 0, open: 1 });
    await story.does("chief-executive", "setRegionView", { support: adults, regionSees: "DATES" });
  });

  step("a clash is open again when the dates of one side change", async () => {
    const inJune = await presenceOf("adviser", challenge);
    await story.does("adviser", "cancelPresence", { support: challenge, presence: inJune.presence[0]?.id });
    await story.does("adviser", "planPresence", {
      ...{ support: challenge, from: "2026-06-15", to: "2026-06-19", place: "The town hall" },
    });
    const [clash] = await clashes("adviser");
    check(clash).toMatchObject({ kind: "DAYS", settlements: [] });
  });

  step("parts of one package do not clash", async () => {
    const whole = await story.offer("adviser", {
      ...{ strand: "CORPORATE", kind: "PACKAGE", causes: ["FINANCE"], from: "2026-03-09", until: "2027-03-31" },
    });
    // The package and the peer challenge are for one cause.
    check(await clashes("adviser")).toHaveLength(3);
    await story.does("adviser", "setPackage", { support: challenge, package: whole });
    check(await clashes("adviser")).toHaveLength(2);
    check(await story.refused("adass-lead", "setPackage", { support: adults, package: whole })).toBe("UNKNOWN_PACKAGE");
    await story.does("chief-executive", "answerSupport", { support: whole, answer: "AGREED", regionSees: "DATES" });
    // Otherwise it would learn the kind of that support, which is withheld from it.
    check(await story.refused("adass-lead", "setPackage", { support: adults, package: whole })).toBe("UNKNOWN_PACKAGE");
    await story.does("chief-executive", "setRegionView", { support: whole, regionSees: "PURPOSE" });
    await story.does("adass-lead", "setPackage", { support: adults, package: whole });
    check((await clashes("adviser")).map(({ second }) => second.kind)).toEqual(["APPROACH"]);
    check(await presenceOf("adass-lead", adults)).toMatchObject({ detail: { package: { id: whole } } });
  });

  step("a provider moves its support to other days once the council agrees", async () => {
    const move = {
      ...{ support: adults, from: "2026-07-01", until: "2027-01-29", reason: "The inspection is in June." },
      presence: [{ from: "2026-07-13", to: "2026-07-14", place: "A care home" }],
    };
    check(await story.refused("cib-lead", "moveSupport", { ...move, by: "PROVIDER" })).toBe("NOT_PERMITTED");
    check(await story.refused("adass-lead", "moveSupport", { ...move, by: "COUNCIL" })).toBe("NOT_PERMITTED");
    await story.does("adass-lead", "moveSupport", { ...move, by: "PROVIDER" });
    const [proposed] = (await presenceOf("chief-executive", adults)).detail.moves;
    const answer = { support: adults, move: proposed?.id, answer: "AGREED" };
    check(await story.refused("adass-lead", "answerMove", { ...answer, by: "PROVIDER" })).toBe("MOVE_BY_OTHER_SIDE");
    check(await story.refused("adass-lead", "answerMove", { ...answer, by: "COUNCIL" })).toBe("NOT_PERMITTED");
    check(await story.waits("chief-executive")).toContain("MOVE_TO_ANSWER");
    check(await presenceOf("cib-lead", adults)).toMatchObject({ presence: [{ from: "2026-06-08" }] });
    await story.does("chief-executive", "answerMove", { ...answer, by: "COUNCIL", note: "Better so." });
    check(await story.waits("chief-executive")).not.toContain("MOVE_TO_ANSWER");
    check(await presenceOf("adass-lead", adults)).toMatchObject({ detail: { moves: [{ isOpen: false, answer: "AGREED" }] } });
    check(await presenceOf("cib-lead", adults)).toMatchObject({
      presence: [
        { from: "2026-06-08", cancelled: true },
        { from: "2026-07-13", to: "2026-07-14", cancelled: false },
      ],
    });
  });

  step("the region's diary has every day that somebody is at one of its councils, as far as its reader sees it", async () => {
    const days = (person: string, period: object, page = "") =>
      story.asks<Diary>(person, DIARY.replace("PAGE", page), { region: "E12000004", ...period });
    const summer = { from: "2026-06-15", to: "2026-07-31" };
    const all = [
      {
        kind: "PRESENCE",
        council: { code: TARROWSHIRE },
        provider: { id: "lga" },
        from: "2026-06-15",
        support: { id: challenge },
      },
      { kind: "APPROACH", provider: { id: CIB }, from: "2026-06-17", support: null },
      { kind: "PRESENCE", provider: { id: ADASS }, from: "2026-07-13", support: { id: adults } },
    ];
    for (const person of ["adviser", "chief-executive", "adass-lead", "cib-lead"])
      check([person, (await days(person, summer)).diary.nodes]).toMatchObject([person, all]);
    for (const person of ["department", "panel-member", "adviser-london", "cib-lead-london", "leader-ambleford"])
      check([person, (await days(person, summer)).diary.nodes]).toEqual([person, []]);
    check((await days("adviser", { from: "2026-06-18", to: "2026-06-18" })).diary.nodes).toMatchObject([all[0]]);
    const { diary: first } = await days("adviser", summer, "first: 2");
    check(first).toMatchObject({ nodes: all.slice(0, 2), pageInfo: { hasNextPage: true } });
    const { diary: rest } = await days("adviser", summer, `first: 2, after: "${first.pageInfo.endCursor}"`);
    check(rest).toMatchObject({ nodes: all.slice(2), pageInfo: { hasNextPage: false } });
    await check(days("adviser", { from: "2026-06-15", to: "2027-06-17" })).rejects.toThrow("366 days");
    await story.does("chief-executive", "setRegionView", { support: adults, regionSees: "NOTHING" });
    check((await days("cib-lead", summer)).diary.nodes).toMatchObject(all.slice(0, 2));
    check((await days("adass-lead", summer)).diary.nodes).toMatchObject(all);
  });

  step("the diary is a file for a spreadsheet or a calendar, with what its reader sees and no more", async () => {
    type File = { readonly name: string; readonly mediaType: string; readonly entries: number; readonly content: string };
    const fileOf = async (person: string, format: "CSV" | "ICS", to = "2026-07-31") => {
      const asked = `query($to: Date!, $format: DiaryFormat!) { file: diaryFile(region: "E12000004", from: "2026-06-15", to: $to, format: $format) {
        name mediaType entries content } }`;
      return (await story.asks<{ file: File }>(person, asked, { to, format })).file;
    };
    await story.does("chief-executive", "setRegionView", { support: adults, regionSees: "NOTHING" });
    const [whole, seen] = [await fileOf("adviser", "CSV"), await fileOf("cib-lead", "CSV")];
    check([whole, seen]).toMatchObject([
      { name: "candour-diary-2026-06-15-2026-07-31.csv", mediaType: "text/csv; charset=utf-8", entries: 3 },
      { entries: 2 },
    ]);
    const rows = (content: string) => parse(content, { bom: true, columns: true });
    check(rows(whole.content)).toMatchObject([
      { "first day": "2026-06-15", "last day": "2026-06-19", what: "On site", council: "Tarrowshire County Council (invented)" },
      { "first day": "2026-06-17", what: "Approach or visit", "council code": TARROWSHIRE },
      { "first day": "2026-07-13", what: "On site" },
    ]);
    check(rows(seen.content)).toEqual(rows(whole.content).slice(0, 2));
    const { content, entries } = await fileOf("cib-lead", "ICS");
    check(entries).toBe(2);
    check(content.match(/^DTSTART;VALUE=DATE:\d+\r$/gm)).toEqual([
      "DTSTART;VALUE=DATE:20260615\r",
      "DTSTART;VALUE=DATE:20260617\r",
    ]);
    check(content).toContain("DTEND;VALUE=DATE:20260620\r\n");
    check(content).toContain("NAME:Diary\\, East Midlands\r\n");
    for (const person of ["department", "adviser-london", "leader-ambleford"])
      check([person, (await fileOf(person, "CSV")).entries]).toEqual([person, 0]);
    await check(fileOf("adviser", "CSV", "2027-06-17")).rejects.toThrow("366 days");
  });

  step("inspections, elections and budget days stand in the diary for its readers, and clash with nothing", async () => {
    type Noted = {
      readonly council: { readonly notedDateCount: number; readonly notedDates: readonly { readonly id: string }[] };
    };
    const seen = async (person: string) =>
      (
        await story.asks<Noted>(
          person,
          "query($code: ID!) { council(code: $code) { notedDateCount notedDates { id kind from to noted { by } cancelled { by } } } }",
          { code: TARROWSHIRE },
        )
      ).council;
    const diaryOf = async (person: string) => {
      const asked = DIARY.replace("PAGE", "").replace("nodes {", "nodes { noted");
      const period = { from: "2026-06-15", to: "2026-06-18" };
      return (await story.asks<Diary>(person, asked, { region: "E12000004", ...period })).diary.nodes;
    };
    const before = await clashes("adviser");
    const inspection = { council: TARROWSHIRE, kind: "INSPECTION", from: "2026-06-16", to: "2026-06-18" };
    const budget = { ...inspection, kind: "BUDGET", from: "2026-06-17", to: "2026-06-17" };
    for (const person of ["cib-lead", "adass-lead", "department", "adviser-london", "leader-ambleford"])
      check([person, await story.refused(person, "noteDate", inspection)]).toEqual([person, "NOT_PERMITTED"]);
    await story.does("adviser", "noteDate", inspection);
    await story.does("chief-executive", "noteDate", budget);
    check(await story.refused("chief-executive", "noteDate", inspection)).toBe("DATE_NOTED");
    check(await story.refused("adviser", "noteDate", { ...inspection, from: "2026-02-02", to: "2026-02-03" })).toBe(
      "NOTED_DATE_PAST",
    );

    const noted = { kind: "NOTED_DATE", council: { code: TARROWSHIRE }, provider: null, support: null };
    const [first, second] = [
      { ...noted, noted: "INSPECTION", from: "2026-06-16", to: "2026-06-18" },
      { ...noted, noted: "BUDGET", from: "2026-06-17" },
    ];
    const isNoted = ({ kind }: { readonly kind: string }) => kind === "NOTED_DATE";
    for (const person of ["adviser", "chief-executive", "cib-lead", "adass-lead"]) {
      const days = await diaryOf(person);
      check([person, days.filter(isNoted)]).toMatchObject([person, [first, second]]);
      // The days of support and the approach are between them, as before.
      check([person, days.length, days.filter((day) => !isNoted(day)).every((day) => day.noted === null)]).toEqual([
        person,
        4,
        true,
      ]);
      check([person, await seen(person)]).toMatchObject([
        person,
        {
          notedDateCount: 2,
          notedDates: [
            { kind: "BUDGET", noted: { by: "chief-executive" } },
            { kind: "INSPECTION", cancelled: null },
          ],
        },
      ]);
    }
    for (const person of ["department", "panel-member", "adviser-london", "cib-lead-london", "leader-ambleford"]) {
      check([person, await diaryOf(person)]).toEqual([person, []]);
      check([person, await seen(person)]).toEqual([person, { notedDateCount: 0, notedDates: [] }]);
    }
    check(await clashes("adviser")).toEqual(before);

    const file = async (format: string) => {
      const asked = `query($format: DiaryFormat!) { file: diaryFile(region: "E12000004", from: "2026-06-15", to: "2026-06-18", format: $format) { content } }`;
      return (await story.asks<{ file: { readonly content: string } }>("cib-lead", asked, { format })).file.content;
    };
    check(parse(await file("CSV"), { bom: true, columns: true })).toMatchObject([
      { what: "On site" },
      { "first day": "2026-06-16", "last day": "2026-06-18", what: "Inspection", provider: "", "council code": TARROWSHIRE },
      ...[{ what: expect.anything() }, { what: expect.anything() }],
    ]);
    check(await file("ICS")).toContain("(invented): budget day\r\n");

    const [ofBudget, ofInspection] = (await seen("adviser")).notedDates.map(({ id }) => id);
    const cancel = (notedDate: string | undefined) => ({ council: TARROWSHIRE, notedDate });
    check(await story.refused("cib-lead", "cancelNotedDate", cancel(ofBudget))).toBe("NOT_PERMITTED");
    check(await story.refused("cib-lead", "cancelNotedDate", cancel("no-such-date"))).toBe("NOT_PERMITTED");
    check(await story.refused("adviser", "cancelNotedDate", cancel("no-such-date"))).toBe("UNKNOWN_NOTED_DATE");
    await story.does("adviser", "cancelNotedDate", cancel(ofBudget));
    await story.does("chief-executive", "cancelNotedDate", cancel(ofInspection));
    check((await diaryOf("cib-lead")).filter(isNoted)).toEqual([]);
    check(await seen("cib-lead")).toMatchObject({
      notedDates: [{ cancelled: { by: "adviser" } }, { cancelled: { by: "chief-executive" } }],
    });
  });

  step("the region's support is listed by filters and counted, of each reader as far as they see it", async () => {
    const listed = async (person: string, filter: object, order = "OFFERED") => {
      const { supports } = await story.asks<{ supports: Supports }>(person, SUPPORTS, { order, filter });
      check(supports.totalCount).toBe(supports.nodes.length);
      return supports;
    };
    const idsOf = async (...args: Parameters<typeof listed>) => (await listed(...args)).nodes.map(({ id }) => id);
    await story.does("chief-executive", "setRegionView", { support: adults, regionSees: "DATES" });
    const [whole] = await idsOf("adviser", { kind: "PACKAGE" });
    check(await idsOf("adviser", { region: "E12000004" })).toEqual([whole, adults, challenge]);
    check(await idsOf("adviser", { region: "E12000004" }, "FIRST_DAY")).toEqual([challenge, whole, adults]);
    check(await idsOf("adviser", { strand: "ADULTS" })).toEqual([adults]);
    check(await idsOf("adviser", { provider: ADASS })).toEqual([adults]);
    check(await idsOf("adviser", { region: "E12000007" })).toEqual([]);
    // A lead sees the kind of the package alone, and finds nothing by the kind of others.
    check(await idsOf("cib-lead", { region: "E12000004" })).toEqual([whole, adults, challenge]);
    check(await idsOf("cib-lead", { kind: "PACKAGE" })).toEqual([whole]);
    check(await idsOf("cib-lead", { kind: "ADULTS_PEER_CHALLENGE" })).toEqual([]);
    check(await idsOf("adviser", { kind: "ADULTS_PEER_CHALLENGE" })).toEqual([adults]);
    check((await listed("cib-lead", { region: "E12000004" })).facets).toMatchObject({
      ...{ council: [{ value: TARROWSHIRE, count: 3 }], kind: [{ value: "PACKAGE", count: 1 }] },
      status: [{ value: "AGREED", count: 3 }],
    });
    // The peer challenge clashes with the approach of the leads.
    check(await idsOf("adviser", { region: "E12000004", clashing: true })).toEqual([challenge]);
    check(await idsOf("cib-lead", { region: "E12000004", clashing: false })).toEqual([whole, adults]);
    const [clash] = await clashes("adviser");
    await story.does("adviser", "settleClash", { council: TARROWSHIRE, clash: clash?.id, how: "MERGED", note: "One visit." });
    check(await idsOf("adviser", { region: "E12000004", clashing: true })).toEqual([]);
    for (const person of ["department", "panel-member", "adviser-london", "leader-ambleford"])
      check([person, await idsOf(person, { region: "E12000004" })]).toEqual([person, []]);
    const reversed = { between: { from: "2026-03-02", to: "2026-03-01" } };
    for (const [filter, message] of [
      [{ clashing: true }, "Give a region or a council with it."],
      [reversed, "The last day must be the same as or after the first day."],
    ] as const) {
      const { body } = await story.test.ask("adviser", SUPPORTS, { filter });
      check(body.errors).toMatchObject([{ message: expect.stringContaining(message) }]);
    }
  });

  step("a region of 45 councils answers a lead's plain question in one request", async () => {
    const region = "E12000004";
    const councils = story.hub.councils.inRegion(region, "2026-03-02").slice(0, 45);
    for (const { code } of councils)
      await story.offer("adviser", {
        ...{ council: code, strand: "CORPORATE", kind: "TEAM_SESSION", causes: ["LEADERSHIP"] },
        ...{ from: "2026-10-01", until: "2026-10-02", shownTo: [CIB] },
      });
    const { supports, alignedSupport, diary } = await story.asks<Plain>("cib-lead", PLAIN_QUESTION, { region });
    check(councils.length).toBeGreaterThan(40);
    check(supports.totalCount).toBe(councils.length + 3);
    check(supports.nodes).toHaveLength(councils.length + 3);
    check(new Set(supports.nodes.map(({ council }) => council.code)).size).toBe(councils.length);
    check(alignedSupport.length).toBe(councils.length);
    check(diary.nodes.length).toBeGreaterThan(0);
  });

  step("days that are cancelled clash with nothing", async () => {
    const days = (await presenceOf("adviser", challenge)).presence.at(-1);
    await story.does("adviser", "cancelPresence", { support: challenge, presence: days?.id });
    check(await clashes("cib-lead")).toEqual([]);
    check((await presenceOf("adviser", challenge)).presence.at(-1)).toMatchObject({ from: "2026-06-15", cancelled: true });
  });
});
