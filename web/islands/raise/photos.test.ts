import { expect, test } from 'vitest';

import { fittedSize } from './photos';

test('a wide photo is fitted to 1600 pixels and keeps its shape', () => {
  expect(fittedSize(4000, 3000)).toEqual({ width: 1600, height: 1200 });
});

test('a small photo keeps its size', () => {
  expect(fittedSize(800, 600)).toEqual({ width: 800, height: 600 });
});
