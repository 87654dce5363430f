// What every page of a signed-in person has around its content: where they can go, and how much is new.

import type { AnswerOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";

type NavigationLink = { readonly text: string; readonly href: string; readonly attributes?: Readonly<Record<string, string>> };

type PageFrame = {
  readonly name: string;
  /** In the form of the component for navigation. */
  readonly navigation: readonly (NavigationLink & { readonly active: boolean })[];
};

/** `path` is of the page that is shown. Throws AnswerFailed. */
export async function loadPageFrame({ execute }: DocumentExecutor, path: string): Promise<PageFrame> {
  const { viewer, news } = await execute("layout/shell.graphql", {});
  const links: readonly NavigationLink[] = [
    { text: "Home", href: "/" },
    // A script keeps its number up to date.
    { text: newsLink(news), href: "/news", attributes: { "data-news": "" } },
    { text: "Tasks", href: "/tasks" },
    { text: "Concerns", href: "/concerns" },
    ...(viewer.mayReadConcerns ? [{ text: "Search", href: "/search" }] : []),
    ...councilsOf(viewer).map(({ code, name }) => ({ text: `Record of ${name}`, href: `/councils/${code}/record` })),
  ];
  const navigation = links.map((link) => ({ ...link, active: link.href === path }));
  return { name: viewer.name ?? "somebody who is not registered", navigation };
}

type CouncilName = { readonly code: string; readonly name: string };
type ShellData = AnswerOf<"layout/shell.graphql">;

/** `News (3)`; `News (100 or more)`. */
export function newsLink({ unread, moreUnread }: ShellData["news"]): string {
  if (unread === 0 && !moreUnread) return "News";
  return `News (${unread}${moreUnread ? " or more" : ""})`;
}

/** The councils in which the person has an office, each once. */
export function councilsOf({ assignments }: Pick<ShellData["viewer"], "assignments">): readonly CouncilName[] {
  const councils = assignments.flatMap(({ current, council }) => (current && council ? [council] : []));
  return [...new Map(councils.map((council) => [council.code, council])).values()];
}
