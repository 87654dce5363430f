/** Whether an office is over: it was ended, or its last day has passed. */
export const isOver = ({ ended, until }: { readonly ended: unknown; readonly until: string }, today: string): boolean =>
  ended !== null || until < today;
