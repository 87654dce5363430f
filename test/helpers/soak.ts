// `npm run soak` generates many cases and prints what was dearest; `npm test` generates few, so that it can run often.
export const isSoak = process.env.MODE === "soak";
export const cases = (few: number, many: number): number => (isSoak ? many : few);
