import regionsJson from "./regions.json" with { type: "json" };

/** One of the nine regions of England: its GSS code (`E12000001`), name, and the slug used in body ids and addresses. */
export type Region = Readonly<{ code: string; name: string; slug: string }>;

/** The nine regions, by code (domain.md, "Who is who": people hold roles for regions). */
export const REGIONS: readonly Region[] = regionsJson;

/** The GSS code of England, by which published data names it beside its regions. */
export const ENGLAND = "E92000001";

const byCode: ReadonlyMap<string, Region> = new Map(REGIONS.map((region) => [region.code, region]));

/** The region with this GSS code, or undefined. */
export const findRegion = (code: string): Region | undefined => byCode.get(code);
