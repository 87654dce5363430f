import { existsSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { BODIES, BODY_KINDS, bodiesInRemit, bodiesOfKind, bodyMayReceive, findBody } from "./bodies.ts";
import { CAUSE_LABELS, CAUSES, causeAllowedIn } from "./causes.ts";
import { announcedCouncils, COUNCIL_TYPES, type Council, createCouncils, demonstrationCouncils } from "./councils.ts";
import { EVIDENCE_KIND_LABELS, EVIDENCE_KINDS } from "./evidence-kinds.ts";
import {
  CONTENT_GRADING_LABELS,
  CONTENT_GRADINGS,
  HANDLING_MARKING_LABELS,
  HANDLING_MARKINGS,
  SOURCE_GRADING_LABELS,
  SOURCE_GRADINGS,
} from "./gradings.ts";
import { PURPOSE_LABELS, PURPOSES } from "./purposes.ts";
import { findRegion, REGIONS } from "./regions.ts";
import { strandsOf } from "./responsibility.ts";
import { STRAND_LABELS, STRANDS } from "./strands.ts";

const councils = createCouncils();
const today = "2026-11-22";

const barnsley = { current: "E08000038", former: "E08000016" };
const sheffield = { current: "E08000039", former: "E08000019" };
const northEast = "E12000001";
const southEast = "E12000008";

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

describe("the register of councils", () => {
  it.each([
    ["2009-04-01", 353],
    ["2018-04-01", 353],
    ["2019-03-31", 353],
    ["2019-04-01", 343],
    ["2020-04-01", 339],
    ["2021-04-01", 333],
    ["2023-03-31", 333],
    ["2023-04-01", 317],
    [today, 317],
    ["2027-03-31", 317],
  ])("has on %s the %i councils of England then in force", (date, count) => {
    expect(councils.all(date)).toHaveLength(count);
  });

  it("keeps abolished councils beside those in force", () => {
    expect(councils.all()).toHaveLength(365);
  });

  it("counts today's councils by type as they are", () => {
    const byType = Object.groupBy(councils.all(today), ({ type }) => type);
    expect(Object.fromEntries(COUNCIL_TYPES.map((type) => [type, byType[type]?.length]))).toEqual({
      county: 21,
      district: 164,
      metropolitan: 36,
      "london-borough": 33,
      unitary: 63,
    });
  });

  it("spreads today's councils over the nine regions without leaving one out", () => {
    const inRegions = REGIONS.flatMap(({ code }) => councils.inRegion(code, today));
    expect(inRegions).toHaveLength(317);
    expect(new Set(inRegions)).toEqual(new Set(councils.all(today)));
    expect(councils.inRegion("E12000007", today)).toHaveLength(33);
    expect(councils.inRegion("nowhere", today)).toEqual([]);
  });

  it("is sorted by code and well formed, as nothing else checks the JSON", () => {
    const everyone = createCouncils(demonstrationCouncils).all();
    const codes = everyone.map(({ code }) => code);
    expect(codes).toEqual(codes.toSorted());
    for (const council of everyone) {
      expect(council.code).toMatch(council.invented ? /^X\d{8}$/ : /^E(06|07|08|09|10)\d{6}$/);
      expect(COUNCIL_TYPES).toContain(council.type);
      expect(findRegion(council.region)).toBeDefined();
      expect(council.name).toBe(council.name.replace(/\s+/g, " ").trim());
      expect(council.shortName).not.toBe("");
      for (const day of [council.from, council.until]) if (day) expect(new Date(day).toISOString().slice(0, 10)).toBe(day);
      if (council.from && council.until) expect(council.from < council.until).toBe(true);
      for (const list of [council.formerCodes, council.successors]) if (list) expect(list).not.toHaveLength(0);
    }
  });

  it("gives each district in force its county, which is in force in the same region, and no other council one", () => {
    for (const council of createCouncils(demonstrationCouncils).all()) {
      const status = createCouncils(demonstrationCouncils).status(council.code, today);
      if (council.type !== "district") expect(council.county).toBeUndefined();
      else if (status.kind === "in-force")
        expect(status.county).toMatchObject({ type: "county", region: council.region, code: council.county });
    }
  });

  it.each([
    ["E07000224", "a district", ["corporate"]],
    ["E07000032", "a district that is named Borough Council", ["corporate"]],
    ["E10000032", "a county", [...STRANDS]],
    ["E06000001", "a unitary that is named Borough Council", [...STRANDS]],
    ["E08000025", "a metropolitan district", [...STRANDS]],
    ["E09000002", "a London borough", [...STRANDS]],
  ])("says of %s, %s, for which strands it is responsible", (code, _, strands) => {
    expect(strandsOf(councils.find(code) ?? expect.fail())).toEqual(strands);
  });

  it("starts every successor on the day after its predecessor's last day", () => {
    const everyone = createCouncils(demonstrationCouncils);
    const ended = everyone.all().filter(({ successors }) => successors);
    expect(ended).toHaveLength(48 + 1);
    for (const { code, until } of ended) {
      const next = dayAfter(until ?? "");
      const status = everyone.status(code, next);
      expect(status.kind === "abolished" && status.successors.map(({ from }) => from)).toEqual(
        everyone.find(code)?.successors?.map(() => next),
      );
    }
  });

  it("names both successors of a council that was divided", () => {
    const cumbria = councils.status("E10000006", today);
    expect(cumbria.kind === "abolished" && cumbria.successors.map(({ shortName }) => shortName)).toEqual([
      "Cumberland",
      "Westmorland and Furness",
    ]);
  });
});

describe("looking up a council", () => {
  it("finds Barnsley and Sheffield by their new and their old codes", () => {
    for (const { current, former } of [barnsley, sheffield]) {
      expect(councils.find(former)).toBe(councils.find(current));
      expect(councils.inForce(former, today)?.code).toBe(current);
    }
    expect(councils.find(barnsley.former)?.shortName).toBe("Barnsley");
    expect(councils.find(sheffield.former)?.shortName).toBe("Sheffield");
  });

  it("resolves every former code to its council", () => {
    const recoded = councils.all().filter(({ formerCodes }) => formerCodes);
    expect(recoded).toHaveLength(8);
    for (const council of recoded) for (const code of council.formerCodes ?? []) expect(councils.find(code)).toBe(council);
  });

  it("knows nothing of a code that never was", () => {
    expect(councils.find("E99999999")).toBeUndefined();
    expect(councils.inForce("E99999999", today)).toBeUndefined();
    expect(councils.status("E99999999", today)).toEqual({ kind: "unknown" });
  });

  it("has a council in force on its first and its last day, and not around them", () => {
    const code = "E07000246"; // Somerset West and Taunton lived four years
    expect(councils.status(code, "2019-03-31")).toMatchObject({ kind: "not-yet", from: "2019-04-01" });
    expect(councils.status(code, "2019-04-01").kind).toBe("in-force");
    expect(councils.status(code, "2023-03-31").kind).toBe("in-force");
    expect(councils.status(code, "2023-04-01")).toMatchObject({
      kind: "abolished",
      until: "2023-03-31",
      successors: [{ code: "E06000066", shortName: "Somerset" }],
    });
    expect(councils.inForce(code, "2023-03-31")?.code).toBe(code);
    expect(councils.inForce(code, "2023-04-01")).toBeUndefined();
  });

  it("treats a council without a first day as in force since before the records", () => {
    expect(councils.all().filter(({ from }) => !from)).toHaveLength(30);
    expect(councils.inForce("E09000001", "1900-01-01")?.name).toBe("City of London Corporation");
  });

  it("refuses a date that is not a plain day", () => {
    expect(() => councils.status(barnsley.current, "2026-11-22T10:00:00Z")).toThrow(RangeError);
    expect(() => councils.status("E99999999", "today")).toThrow(RangeError);
    expect(() => councils.all("2026")).toThrow(RangeError);
  });
});

describe("councils that reorganisation links", () => {
  const everyone = createCouncils(demonstrationCouncils);
  const days = ["2019-03-31", "2019-04-01", "2021-04-01", "2023-04-01", "2027-04-01"];

  it("name each other with all their codes, and stay linked", () => {
    let linked = 0;
    for (const { code } of everyone.all()) {
      let before: readonly string[] = everyone.codesOf(code);
      for (const day of days) {
        const now = everyone.linkedCodes(code, day);
        expect(now).toEqual(expect.arrayContaining([...before]));
        expect(new Set(now).size).toBe(now.length);
        for (const other of now) expect(everyone.linkedCodes(other, day)).toContain(code);
        if (now.length > everyone.codesOf(code).length) linked += 1;
        before = now;
      }
    }
    expect(linked).toBeGreaterThan(100);
  });

  it("are not linked with a council that only shares a predecessor with them", () => {
    // Cumbria County Council was divided into these two, each with districts of its own.
    const [cumberland, westmorland] = ["E06000063", "E06000064"];
    expect(councils.linkedCodes(cumberland, today).toSorted()).toEqual([
      ...[cumberland, "E07000026", "E07000028", "E07000029", "E10000006"],
    ]);
    expect(councils.linkedCodes("E10000006", today)).toEqual(expect.arrayContaining([cumberland, westmorland]));
    expect(councils.linkedCodes("E07000026", today)).not.toContain(westmorland);
  });

  it("of a code that never was is the code alone", () => {
    expect(councils.linkedCodes("E99999999", today)).toEqual(["E99999999"]);
    expect(() => councils.linkedCodes("E99999999", "today")).toThrow(RangeError);
  });
});

describe("the announced reorganisation of Surrey", () => {
  it("ends the county and its eleven districts on 31 March 2027, with no successor while none has a code", () => {
    const ending = councils.all(today).filter(({ until }) => until);
    expect(ending).toHaveLength(12);
    expect(councils.all("2027-04-01")).toHaveLength(317 - 12);
    for (const { code } of ending) {
      expect(councils.status(code, "2027-03-31").kind).toBe("in-force");
      expect(councils.status(code, "2027-04-01")).toMatchObject({ kind: "abolished", until: "2027-03-31", successors: [] });
    }
    expect(new Set(announcedCouncils.flatMap(({ predecessors }) => predecessors))).toEqual(
      new Set(ending.map(({ code }) => code)),
    );
  });

  it("announces East Surrey and West Surrey for the next day, both taking part of the county council", () => {
    expect(announcedCouncils.map(({ name }) => name)).toEqual(["East Surrey Council", "West Surrey Council"]);
    for (const announced of announcedCouncils) {
      expect(announced).toMatchObject({ type: "unitary", region: southEast, from: "2027-04-01" });
      expect(announced.predecessors).toContain("E10000030");
    }
  });
});

describe("extra councils", () => {
  const invented: Council = {
    code: "X99999999",
    name: "Nowhere Council (invented)",
    shortName: "Nowhere",
    type: "unitary",
    region: northEast,
    invented: true,
  };

  it("are included with the real ones only if they are requested", () => {
    expect(createCouncils([invented]).inForce(invented.code, today)).toBe(invented);
    expect(councils.find(invented.code)).toBeUndefined();
  });

  it("cannot take a code that is or was another council's", () => {
    expect(() => createCouncils([invented, invented])).toThrow("X99999999");
    expect(() => createCouncils([{ ...invented, code: barnsley.current }])).toThrow("Barnsley");
    expect(() => createCouncils([{ ...invented, code: barnsley.former }])).toThrow("Barnsley");
    expect(() => createCouncils([{ ...invented, formerCodes: [sheffield.current] }])).toThrow("Sheffield");
  });

  it("cannot name a successor that does not exist", () => {
    expect(() => createCouncils([{ ...invented, until: "2024-03-31", successors: ["X00000000"] }])).toThrow("X00000000");
  });

  it("for demonstrations say that they are invented, and share no name with a real council", () => {
    const realNames = new Set(councils.all().flatMap(({ name, shortName }) => [name, shortName]));
    for (const council of demonstrationCouncils) {
      expect(council.invented).toBe(true);
      for (const name of [council.name, council.shortName]) {
        expect(name).toMatch(/ \(invented\)$/);
        expect(realNames).not.toContain(name.replace(" (invented)", ""));
      }
    }
    expect(councils.all().some(({ invented }) => invented)).toBe(false);
  });

  it("for demonstrations cover every region and type, and one is abolished for an invented successor", () => {
    expect(new Set(demonstrationCouncils.map(({ region }) => region))).toEqual(new Set(REGIONS.map(({ code }) => code)));
    expect(new Set(demonstrationCouncils.map(({ type }) => type))).toEqual(new Set(COUNCIL_TYPES));
    const abolished = demonstrationCouncils.filter(({ until }) => until);
    expect(abolished).toHaveLength(1);
    const status = createCouncils(demonstrationCouncils).status(abolished[0]?.code ?? "", today);
    expect(status).toMatchObject({ kind: "abolished", successors: [{ invented: true }] });
  });
});

describe("regions", () => {
  it("are nine, each with its own code and slug", () => {
    expect(REGIONS).toHaveLength(9);
    expect(new Set(REGIONS.flatMap(({ code, slug }) => [code, slug])).size).toBe(18);
    for (const region of REGIONS) {
      expect(region.slug).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(findRegion(region.code)).toBe(region);
    }
    expect(findRegion("E12000010")).toBeUndefined();
  });
});

describe("bodies", () => {
  it("are four in each region, and ten national", () => {
    expect(BODIES.size).toBe(4 * 9 + 10);
    for (const kind of ["cib", "adass", "regional-improvement", "member-peers"] as const) {
      expect(bodiesOfKind(kind).map(({ id }) => id)).toEqual(REGIONS.map(({ slug }) => `${kind}-${slug}`));
    }
    expect(BODY_KINDS.flatMap((kind) => bodiesOfKind(kind))).toHaveLength(BODIES.size);
    expect(findBody("performance-support-panel")?.kind).toBe("panel");
    expect(findBody("nobody")).toBeUndefined();
  });

  it("of a region receive only what is about their own region", () => {
    for (const body of BODIES.values()) {
      const regions = REGIONS.filter(({ code }) => STRANDS.some((strand) => bodyMayReceive(body, { region: code, strand })));
      expect(regions.map(({ code }) => code)).toEqual(body.region ? [body.region] : REGIONS.map(({ code }) => code));
    }
  });

  it.each([
    ["cib-north-east", ["childrens"]],
    ["adass-north-east", ["adults"]],
    ["regional-improvement-north-east", ["corporate"]],
    ["member-peers-north-east", STRANDS],
    ["performance-support-panel", STRANDS],
    ["cqc", STRANDS],
  ])("receive only their own strand: %s", (id, strands) => {
    const body = findBody(id);
    expect(STRANDS.filter((strand) => body && bodyMayReceive(body, { region: northEast, strand }))).toEqual(strands);
  });

  it("are departments or inspectorates with a remit of one strand, or have none", () => {
    expect(Object.fromEntries(STRANDS.map((strand) => [strand, bodiesInRemit(strand).map(({ id }) => id)]))).toEqual({
      corporate: ["mhclg"],
      childrens: ["dfe", "ofsted"],
      adults: ["dhsc", "cqc"],
    });
    const government = [...bodiesOfKind("department"), ...bodiesOfKind("inspectorate")];
    expect([...BODIES.values()].filter(({ remit }) => remit !== undefined)).toEqual(government);
  });
});

describe("causes", () => {
  it("allow service performance in children's and adults' services only, and every other cause in any strand", () => {
    for (const strand of STRANDS) {
      expect(CAUSES.filter((cause) => !causeAllowedIn(cause, strand))).toEqual(
        strand === "corporate" ? ["service-performance"] : [],
      );
    }
  });
});

describe("vocabularies", () => {
  it.each([
    ["strands", STRANDS, STRAND_LABELS],
    ["causes", CAUSES, CAUSE_LABELS],
    ["evidence kinds", EVIDENCE_KINDS, EVIDENCE_KIND_LABELS],
    ["source gradings", SOURCE_GRADINGS, SOURCE_GRADING_LABELS],
    ["content gradings", CONTENT_GRADINGS, CONTENT_GRADING_LABELS],
    ["handling markings", HANDLING_MARKINGS, HANDLING_MARKING_LABELS],
    ["purposes", PURPOSES, PURPOSE_LABELS],
  ])("give each of the %s a different label", (_, ids, labels) => {
    expect(new Set(Object.keys(labels))).toEqual(new Set(ids));
    expect(new Set(Object.values(labels)).size).toBe(ids.length);
  });
});

// Where the register is deliberately not what the source says. A row that no longer differs must go.
const amended: Readonly<Record<string, readonly { field: keyof Council; source: string; register: string }[]>> = {
  // City status by letters patent in 2022.
  E06000033: [{ field: "name", source: "Southend-on-Sea Borough Council", register: "Southend-on-Sea City Council" }],
  E06000042: [{ field: "name", source: "Milton Keynes Council", register: "Milton Keynes City Council" }],
  E07000071: [{ field: "name", source: "Colchester Borough Council", register: "Colchester City Council" }],
  E07000146: [
    {
      field: "name",
      source: "Borough Council of Kings Lynn and West Norfolk",
      register: "Borough Council of King's Lynn and West Norfolk",
    },
    { field: "shortName", source: "Kings Lynn and West Norfolk", register: "King's Lynn and West Norfolk" },
  ],
  E06000024: [{ field: "name", source: "North Somerset  Council", register: "North Somerset Council" }],
  // Every metropolitan district began with the Local Government Act 1972, Birmingham too.
  E08000025: [{ field: "from", source: "1996-07-01", register: "1974-04-01" }],
};

const shared = new URL("../../shared/data/", import.meta.url);

describe.skipIf(!existsSync(shared))("the register agrees with shared/data (only where shared/ lies beside the project)", () => {
  const rowsOf = (file: string): Record<string, string>[] =>
    parse(readFileSync(new URL(file, shared)), { columns: true, skip_empty_lines: true, bom: true });
  const some = (list: string | undefined) => (list ? list.split("|") : undefined);
  const types: Readonly<Record<string, string>> = {
    county: "county",
    non_metropolitan_district: "district",
    metropolitan_district: "metropolitan",
    london_borough: "london-borough",
    unitary: "unitary",
  };

  it("on every council, column by column, but for the amendments listed here", () => {
    const announced = new Map(
      rowsOf("reorganisation_announced.csv").map((row) => [row.predecessor_gss, row.predecessor_last_day]),
    );
    const fromSource = rowsOf("councils_england.csv").map((row) => {
      const council: Record<string, unknown> = {
        code: row.gss_code,
        formerCodes: some(row.former_gss_codes),
        name: row.official_name,
        shortName: row.short_name,
        type: types[row.authority_type ?? ""],
        region: row.region_gss,
        county: row.authority_type === "non_metropolitan_district" ? row.county_gss || undefined : undefined,
        from: row.start_date || undefined,
        until: row.end_date || announced.get(row.gss_code),
        successors: some(row.replaced_by_gss),
      };
      for (const { field, source, register } of amended[row.gss_code ?? ""] ?? []) {
        expect(council[field]).toBe(source);
        council[field] = register;
      }
      return council;
    });
    expect(fromSource.toSorted((a, b) => (String(a.code) < String(b.code) ? -1 : 1))).toEqual(councils.all());
  });

  it("on which councils are current", () => {
    const current = rowsOf("councils_england.csv").filter((row) => row.current === "true");
    expect(current.map((row) => row.gss_code).toSorted()).toEqual(councils.all(today).map(({ code }) => code));
  });

  it("on the regions", () => {
    expect(rowsOf("regions_england.csv").map((row) => [row.region_gss, row.region_name])).toEqual(
      REGIONS.map(({ code, name }) => [code, name]),
    );
  });

  it("on the announced councils", () => {
    const rows = announcedCouncils.flatMap(({ name, type, region, from, predecessors }) =>
      predecessors.map((predecessor) => [name, type, region, from, predecessor]),
    );
    expect(
      rowsOf("reorganisation_announced.csv").map((row) => [
        row.successor_name,
        row.successor_type,
        row.region_gss,
        row.successor_first_day,
        row.predecessor_gss,
      ]),
    ).toEqual(rows);
  });

  it("on every council of which Ofsted's judgements speak, by an old or a new code", () => {
    for (const row of rowsOf("ofsted_ilacs_judgements.csv")) {
      expect(councils.find(row.gss_code_in_source ?? "")?.code).toBe(row.gss_code);
    }
  });
});
