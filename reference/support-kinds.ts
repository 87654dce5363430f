// Kinds of sector support, who provides it and how it is judged (domain.md, "Aligned support").

import { BODIES, type Body, bodyMayReceive } from "./bodies.ts";
import { keysOf } from "./keys-of.ts";
import type { Strand } from "./strands.ts";

export const SUPPORT_KIND_LABELS = {
  "good-practice-link": "A link to good practice elsewhere",
  "team-session": "A one-off session for the top team",
  mentoring: "Mentoring",
  "corporate-peer-challenge": "Corporate peer challenge",
  "childrens-peer-challenge": "Children's services peer challenge",
  "adults-peer-challenge": "Adult social care peer challenge",
  "finance-peer-challenge": "Finance peer challenge",
  package: "Support package, developed with the council and the regional leads",
} as const;
export type SupportKind = keyof typeof SUPPORT_KIND_LABELS;
export const SUPPORT_KINDS = keysOf(SUPPORT_KIND_LABELS);

/** Peer challenges that are of one strand; every other kind is of any. */
const STRAND_OF: Partial<Record<SupportKind, Strand>> = {
  "corporate-peer-challenge": "corporate",
  "childrens-peer-challenge": "childrens",
  "adults-peer-challenge": "adults",
  "finance-peer-challenge": "corporate",
};

export const kindAllowedIn = (kind: SupportKind, strand: Strand): boolean => (STRAND_OF[kind] ?? strand) === strand;

export const MILESTONE_KINDS = ["report-and-action-plan", "progress-review", "progress-review-report", "other"] as const;
type MilestoneKind = (typeof MILESTONE_KINDS)[number];

/**
 * What practice sets for a corporate peer challenge, in months from the day it begins on site: report and action plan within 3,
 * progress review at about 10, its report by 12 (LGA, corporate peer challenge).
 */
export const USUAL_MILESTONES: Partial<
  Record<SupportKind, readonly { readonly kind: MilestoneKind; readonly months: number }[]>
> = {
  "corporate-peer-challenge": [
    { kind: "report-and-action-plan", months: 3 },
    { kind: "progress-review", months: 10 },
    { kind: "progress-review-report", months: 12 },
  ],
};

/** Whether support works, while it runs; and whether it did. */
export const PROGRESS = ["working", "partly-working", "not-working"] as const;
export const EFFECTIVENESS = ["effective", "partly-effective", "not-effective"] as const;

/** What of a council's support the leads and the other advisers of its region see, from least to most. A council that has agreed says which. */
export const REGION_VIEWS = ["nothing", "dates", "purpose"] as const;
export type RegionView = (typeof REGION_VIEWS)[number];

/** The Local Government Association's own advisers, as a provider of support and as who approaches a council. */
export const LGA = "lga";
export const LGA_NAME = "Local Government Association";
const PROVIDING: readonly Body["kind"][] = ["cib", "adass", "regional-improvement", "member-peers", "group-office"];

/** Bodies whose members are regional leads, who align the support of their region over the strands. */
const ALIGNING: readonly Body["kind"][] = ["cib", "adass", "regional-improvement"];

/** Whether a body aligns the support of a region (GSS code): an offer to one of its councils can be shown to it. */
export const alignsSupportIn = (body: Body, region: string): boolean => ALIGNING.includes(body.kind) && body.region === region;

type Provider = { readonly id: string; readonly name: string };

/** Who can provide support to a council of this region (GSS code) in this strand; undefined when there is no such provider there. */
export function findProvider(id: string, where: { readonly region: string; readonly strand: Strand }): Provider | undefined {
  if (id === LGA) return { id, name: LGA_NAME };
  const body = BODIES.get(id);
  return body && PROVIDING.includes(body.kind) && bodyMayReceive(body, where) ? body : undefined;
}
