// Goes through journeys of pages as a browser without JavaScript does.
import { expect } from "vitest";
import { formWords } from "./form-words.ts";
import { findEmbedded, findInternal } from "./page-markup.ts";
import type { startPages } from "./pages.ts";

export type PageWords = Readonly<Record<string, string>>;
type Hub = Awaited<ReturnType<typeof startPages>>;
export type AnsweredPage = Awaited<ReturnType<Hub["open"]>>;

/** The inputs of a date. */
export const dateWords = (name: string, day: string, month: string, year: string): PageWords => ({
  [`${name}-day`]: day,
  [`${name}-month`]: month,
  [`${name}-year`]: year,
});

export const headingOf = ({ html }: AnsweredPage): string => /<h1[^>]*>\s*(?:<[^>]*>\s*)*([^<]*?)\s*</.exec(html)?.[1] ?? "";

export function openJourneys(hub: Hub) {
  /** Presses a button of a page after writing into its fields. */
  const press = (person: string, path: string, page: AnsweredPage, go: string, words: PageWords = {}): Promise<AnsweredPage> =>
    hub.submit(person, path, { ...formWords(page.html), ...words, go });
  /** Answers each step, and returns the page with all answers. */
  async function answer(person: string, path: string, answers: readonly PageWords[]): Promise<AnsweredPage> {
    let page = await hub.open(person, path);
    for (const words of answers) {
      expect([page.status, findEmbedded(page.html), findInternal(page.html)], path).toEqual([200, [], []]);
      page = await press(person, path, page, "next", words);
    }
    expect([page.status, findEmbedded(page.html), findInternal(page.html)], headingOf(page)).toEqual([200, [], []]);
    expect(page.html).toContain('value="send"');
    return page;
  }
  return {
    press,
    answer,
    /** Sends all answers twice at once, which is done once, and returns the page that the browser is led to. */
    async send(person: string, path: string, answers: readonly PageWords[] = []): Promise<AnsweredPage> {
      const check = await answer(person, path, answers);
      const [first, second] = await Promise.all([press(person, path, check, "send"), press(person, path, check, "send")]);
      expect([first.status, second.status], headingOf(first)).toEqual([303, 303]);
      expect(second.headers.get("location")).toBe(first.headers.get("location"));
      return hub.open(person, first.headers.get("location") ?? "");
    },
    /** Sends all answers, of which the hub refuses some, and returns the page with all answers. */
    async sendRefused(person: string, path: string, answers: readonly PageWords[] = []): Promise<AnsweredPage> {
      const refused = await press(person, path, await answer(person, path, answers), "send");
      expect(refused.status, headingOf(refused)).toBe(422);
      expect([findEmbedded(refused.html), findInternal(refused.html)]).toEqual([[], []]);
      return refused;
    },
  };
}
