// Limits the number of streams of each person and of the node.
export function openSubscriberLimits({ ofPerson, ofNode }: { readonly ofPerson: number; readonly ofNode: number }) {
  const streams = new Map<string, number>();
  let all = 0;
  function add(person: string, more: 1 | -1): void {
    const count = (streams.get(person) ?? 0) + more;
    all += more;
    if (count > 0) streams.set(person, count);
    else streams.delete(person);
  }
  return {
    isFull: (person: string): boolean => all >= ofNode || (streams.get(person) ?? 0) >= ofPerson,
    enter: (person: string): void => add(person, 1),
    leave: (person: string): void => add(person, -1),
    size: (): number => all,
  };
}
