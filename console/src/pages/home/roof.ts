/** The least round number that is not less: 1, 2, 4, 10, 20, 40, 100 … Half of it is round, too (but of 1). */
export function roof(most: number): number {
  let ten = 1;
  while (ten * 10 < most) ten *= 10;
  return [1, 2, 4, 10].map((step) => step * ten).find((round) => round >= most) ?? ten * 10;
}
