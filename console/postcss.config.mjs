/** `light-dark()` and `rem()` of Mantine's styles, in our CSS modules too. */
export default { plugins: { "postcss-preset-mantine": {} } };
