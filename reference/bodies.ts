import { REGIONS } from "./regions.ts";
import type { Strand } from "./strands.ts";

export const BODY_KINDS = [
  "cib",
  "adass",
  "regional-improvement",
  "member-peers",
  "panel",
  "group-office",
  "department",
  "inspectorate",
] as const;

export type BodyKind = (typeof BODY_KINDS)[number];

/**
 * Who a concern can be shared with (domain.md, "Who is who"). `region` is a region's GSS code; a body without one is national.
 * A body without `strand` can receive any strand. `remit` is the strand that a department or inspectorate is responsible for: it receives others only
 * where the council has agreed to that.
 */
export type Body = Readonly<{ id: string; name: string; kind: BodyKind; region?: string; strand?: Strand; remit?: Strand }>;

const regional: readonly Body[] = REGIONS.flatMap(({ code: region, name, slug }): Body[] => [
  { id: `cib-${slug}`, name: `Children's Improvement Board regional leads, ${name}`, kind: "cib", region, strand: "childrens" },
  { id: `adass-${slug}`, name: `ADASS regional leads, ${name}`, kind: "adass", region, strand: "adults" },
  {
    id: `regional-improvement-${slug}`,
    name: `Regional improvement organisation, ${name}`,
    kind: "regional-improvement",
    region,
    strand: "corporate",
  },
  { id: `member-peers-${slug}`, name: `Lead and regional member peers, ${name}`, kind: "member-peers", region },
]);

const national: readonly Body[] = [
  { id: "performance-support-panel", name: "Performance Support Panel", kind: "panel" },
  { id: "group-office-labour", name: "LGA Labour Group office", kind: "group-office" },
  { id: "group-office-conservative", name: "LGA Conservative Group office", kind: "group-office" },
  { id: "group-office-liberal-democrat", name: "LGA Liberal Democrat Group office", kind: "group-office" },
  { id: "group-office-independent", name: "LGA Independent Group office", kind: "group-office" },
  { id: "mhclg", name: "Ministry of Housing, Communities and Local Government", kind: "department", remit: "corporate" },
  { id: "dfe", name: "Department for Education", kind: "department", remit: "childrens" },
  { id: "dhsc", name: "Department of Health and Social Care", kind: "department", remit: "adults" },
  { id: "ofsted", name: "Ofsted", kind: "inspectorate", remit: "childrens" },
  { id: "cqc", name: "Care Quality Commission", kind: "inspectorate", remit: "adults" },
];

/** Every body, by id. */
export const BODIES: ReadonlyMap<string, Body> = new Map([...regional, ...national].map((body) => [body.id, body]));

export const findBody = (id: string): Body | undefined => BODIES.get(id);

/** Every body of this kind; for a regional kind in the order of the regions. */
export const bodiesOfKind = (kind: BodyKind): readonly Body[] => [...BODIES.values()].filter((body) => body.kind === kind);

/**
 * Whether a concern about a council of this region (GSS code), in this strand, can be shared with the body at all: a regional
 * body receives only its own region, a body of one strand only that strand (domain.md, "Who is who"). It is not a permission.
 */
export const bodyMayReceive = (body: Body, concern: Readonly<{ region: string; strand: Strand }>): boolean =>
  (body.region ?? concern.region) === concern.region && (body.strand ?? concern.strand) === concern.strand;

/** Whether a strand is outside the remit of a department or inspectorate (domain.md, "Who is responsible for what"). */
export const isBeyondRemit = (body: Body | undefined, strand: Strand): boolean =>
  body?.remit !== undefined && body.remit !== strand;

/** The departments and inspectorates whose remit is a strand. */
export const bodiesInRemit = (strand: Strand): readonly Body[] => [...BODIES.values()].filter(({ remit }) => remit === strand);

export const isGovernment = (id: string): boolean => ["department", "inspectorate"].includes(findBody(id)?.kind ?? "");

/** The kinds of bodies of the sector that submit what they know (docs/decisions/0045-intelligence-from-the-sector.md). */
const SECTOR_KINDS: ReadonlySet<BodyKind> = new Set(["cib", "adass", "regional-improvement", "member-peers", "group-office"]);
export const isOfSector = (id: string): boolean => SECTOR_KINDS.has(findBody(id)?.kind ?? "panel");

/** The regional body that submits about a region and strand: of the same kind if there is one, else the one of that strand. */
export function sectorBodyFor(
  { kind }: Pick<Body, "kind">,
  place: Readonly<{ region: string; strand: Strand }>,
): Body | undefined {
  const responsible = regional.filter((body) => body.region === place.region && bodyMayReceive(body, place));
  return responsible.find((body) => body.kind === kind) ?? responsible.find(({ strand }) => strand === place.strand);
}
