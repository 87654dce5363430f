// The news of an event of a support: for the council, and for the regional leads as far as the council lets them see it.
import type { NewsAudience, NewsEntry, NewsKind } from "../news.ts";
import type { SupportEvent } from "./events.ts";
import type { SupportState } from "./state.ts";

/** A support's parts that news of it can disclose. */
export type SupportNews = NewsEntry<"engagement" | "purpose">;

type Of<Type extends SupportEvent["type"]> = Extract<SupportEvent, { type: Type }>["data"];
type Told = Pick<SupportNews, "kind" | "tells">;
type NewsOfType<Type extends SupportEvent["type"]> = {
  readonly council?: Told;
  readonly leads?: Told | ((data: Of<Type>) => Told | undefined);
};
/** The inbox asks the council and those who arrange the support to do what is left out here. */
const NONE = {};
const engagement = (kind: NewsKind): Told => ({ kind, tells: "engagement" });
const purpose = (kind: NewsKind): Told => ({ kind, tells: "purpose" });

/** Says of every kind of event of a support whose news it is. An event that is missing here does not compile. */
export const SUPPORT_NEWS: { readonly [Type in SupportEvent["type"]]: NewsOfType<Type> } = {
  "SupportOffered.v2": { leads: engagement("support-offered") },
  "OfferTellingAnswered.v1": NONE,
  "OfferToldAgain.v1": NONE,
  "SupportAgreed.v2": { leads: engagement("support-agreed") },
  "SupportDeclined.v2": NONE,
  "RegionViewSet.v1": NONE,
  "SupportLeadChanged.v1": NONE,
  "SupportBegun.v1": NONE,
  "MilestoneSet.v1": NONE,
  "MilestoneMet.v1": NONE,
  "MilestoneFellDue.v1": NONE,
  "ReviewPlanned.v1": NONE,
  "ReviewCancelled.v1": NONE,
  "PresencePlanned.v1": NONE,
  "PresenceCancelled.v1": NONE,
  "PackageSet.v1": NONE,
  "DaysProposed.v1": NONE,
  "DaysAgreed.v1": { leads: engagement("support-moved") },
  "DaysDeclined.v1": NONE,
  "ProgressReviewed.v1": {
    council: purpose("progress-judged"),
    leads: ({ progress }) => (progress === "not-working" ? purpose("support-not-working") : undefined),
  },
  "OutcomeJudged.v2": NONE,
  "SupportEnded.v1": NONE,
};

export function newsOfSupport(event: SupportEvent, { council, region }: SupportState): readonly SupportNews[] {
  const rule: { readonly council?: Told; readonly leads?: Told | ((data: never) => Told | undefined) } = SUPPORT_NEWS[event.type];
  const leads = typeof rule.leads === "function" ? rule.leads(event.data as never) : rule.leads;
  const about = "review" in event.data ? event.data.review : undefined;
  const to = (audience: NewsAudience, told: Told | undefined): readonly SupportNews[] =>
    told ? [{ ...told, audience, ...(about !== undefined && { about }) }] : [];
  return [...to(`council:${council}`, rule.council), ...to(`leads:${region}`, leads)];
}
