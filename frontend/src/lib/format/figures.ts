const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

const percentFormat = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });
const countFormat = new Intl.NumberFormat();
const decimalFormat = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 2 });

/** “1.5 GB”. */
export function bytes(count: number): string {
  const power = count < 1 ? 0 : Math.min(Math.floor(Math.log(count) / Math.log(1000)), BYTE_UNITS.length - 1);
  const unit = BYTE_UNITS[power] ?? 'byte';
  const format = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: power > 2 ? 1 : 0 } as const;
  return new Intl.NumberFormat(undefined, format).format(count / 1000 ** power);
}

/** Of 0 to 100. */
export function percent(hundredths: number): string {
  return percentFormat.format(hundredths / 100);
}

export function count(value: number): string {
  return countFormat.format(value);
}

export function decimal(value: number): string {
  return decimalFormat.format(value);
}
