// Renders the pages' templates.
import { join } from "node:path";
import type { GraphQLSchema } from "graphql";
import nunjucks from "nunjucks";
import { monthInWords } from "../text/dates-in-words.ts";
import { valueInWords } from "../text/value-words.ts";
import type { FormFault } from "./page.ts";
import { STATEMENTS } from "./statements/titles.ts";
import { isDoneAtCouncil, isDoneBeforeReading, pathOfOwnTask, taskPath } from "./tasks/task-path.ts";
import {
  actorInWords,
  asSentence,
  bytesInWords,
  dateOrDayInWords,
  momentOnPage,
  numberOnPage,
  partNames,
  partsInFull,
  periodInWords,
  speakerInWords,
  stageName,
  valueAsName,
  visitInWords,
  whoAndDay,
  whoAndMoment,
} from "./words.ts";

/** Writes a template, named by its path within web/, as HTML. */
export type Render = (template: string, model: object) => string;

const COMPONENTS = join(import.meta.dirname, "../node_modules/govuk-frontend/dist");

/** `assets`: an asset's name -> its address. */
export function openTemplates(schema: GraphQLSchema, assets: Readonly<Record<string, string>>): Render {
  const loader = new nunjucks.FileSystemLoader([import.meta.dirname, COMPONENTS]);
  const environment = new nunjucks.Environment(loader, { autoescape: true, trimBlocks: true, lstripBlocks: true });
  const filters = {
    ...{
      date: dateOrDayInWords,
      moment: momentOnPage,
      month: monthInWords,
      asName: valueAsName,
      stageName,
      words: valueInWords(schema),
    },
    ...{ who: actorInWords, whoAndDay, whoAndMoment, speaker: speakerInWords(schema) },
    ...{ period: periodInWords, days: periodInWords, visit: visitInWords, number: numberOnPage, bytes: bytesInWords, partNames },
    partsInFull: partsInFull(schema),
    ...{
      asErrorList,
      faultOf,
      hiddenInputs: hiddenInputsWith(environment.getFilter("escape")),
      taskPath,
      asSentence,
      isDoneAtCouncil,
      pathOfOwnTask,
      isDoneBeforeReading,
    },
  };
  for (const [name, filter] of Object.entries(filters)) environment.addFilter(name, filter);
  environment.addGlobal("statements", STATEMENTS);
  environment.addGlobal("asset", (name: string): string => {
    const address = assets[name];
    if (!address) throw new TypeError(`There is no asset ${name}.`);
    return address;
  });
  return (template, model) => environment.render(template, model);
}

/** In the form of the component that lists all faults of a form. */
const asErrorList = (faults: readonly FormFault[]) =>
  faults.map(({ field, message }) => ({ text: message, ...(field && { href: `#${field}` }) }));

/** In the form of the components of fields. */
function faultOf(faults: readonly FormFault[], field: string): { readonly text: string } | undefined {
  const fault = faults.find((one) => one.field === field);
  return fault && { text: fault.message };
}

type HiddenField = { readonly name: string; readonly value: string };

/** Writes all fields at once, and not by a macro each: a form may have a thousand. `escaped` makes text fit for an attribute. */
const hiddenInputsWith =
  (escaped: (text: string) => unknown) =>
  (fields: readonly HiddenField[]): unknown =>
    new nunjucks.runtime.SafeString(
      fields.map(({ name, value }) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`).join(""),
    );
