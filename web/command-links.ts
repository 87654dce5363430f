// Links to what the API lists that somebody may do.

/** A command that has a page of its own -> the end of that page's address. */
export type PagesOfCommands<Command extends string> = Readonly<Partial<Record<Command, string>>>;

/** Links to those pages whose command the API lists, in the order of the pages. `address` is where all of their addresses begin. */
export const linkCommands = <Command extends string>(
  address: string,
  pages: PagesOfCommands<Command>,
  commands: readonly Command[] | null,
) =>
  Object.entries(pages).flatMap(([name, end]) => {
    const command = commands?.find((one) => one === name);
    return command ? [{ command, href: `${address}/${end}` }] : [];
  });
