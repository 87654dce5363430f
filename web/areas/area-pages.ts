// What an area of the hub has of pages, downloads and forms.
import type { DownloadDefinition } from "../download.ts";
import type { FormDefinition, PageDefinition } from "../page.ts";
import type { JourneyDefinition } from "../steps/steps.ts";

export type AreaPages = {
  readonly pages?: readonly PageDefinition[];
  readonly downloads?: readonly DownloadDefinition[];
  readonly forms?: readonly FormDefinition[];
  /** Pages whose question is sent by a form, so that it stands in no address. They change nothing. */
  readonly postedPages?: readonly JourneyDefinition[];
  readonly journeys?: readonly JourneyDefinition[];
};
