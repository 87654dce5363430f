// All pages, downloads and forms, from those of each area.
import type { AreaPages } from "./areas/area-pages.ts";
import { CONCERN_PAGES } from "./areas/concern-pages.ts";
import { COUNCIL_PAGES } from "./areas/council-pages.ts";
import { FIGURE_PAGES } from "./areas/figure-pages.ts";
import { OWN_PAGES } from "./areas/own-pages.ts";
import { PEOPLE_PAGES } from "./areas/people-pages.ts";
import { SHARING_PAGES } from "./areas/sharing-pages.ts";
import { SUBMISSION_PAGES } from "./areas/submission-pages.ts";
import { SUPPORT_PAGES } from "./areas/support-pages.ts";
import type { DownloadDefinition } from "./download.ts";
import type { FormDefinition, PageDefinition } from "./page.ts";
import type { JourneyDefinition } from "./steps/steps.ts";

const AREAS: readonly AreaPages[] = [
  OWN_PAGES,
  CONCERN_PAGES,
  SHARING_PAGES,
  COUNCIL_PAGES,
  SUPPORT_PAGES,
  SUBMISSION_PAGES,
  FIGURE_PAGES,
  PEOPLE_PAGES,
];

export const PAGES: readonly PageDefinition[] = AREAS.flatMap(({ pages = [] }) => pages);
export const DOWNLOADS: readonly DownloadDefinition[] = AREAS.flatMap(({ downloads = [] }) => downloads);
export const FORMS: readonly FormDefinition[] = AREAS.flatMap(({ forms = [] }) => forms);
export const POSTED_PAGES: readonly JourneyDefinition[] = AREAS.flatMap(({ postedPages = [] }) => postedPages);
export const JOURNEYS: readonly JourneyDefinition[] = AREAS.flatMap(({ journeys = [] }) => journeys);
