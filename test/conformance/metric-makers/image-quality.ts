import type { PSNROptions, SSIMOptions } from '../../../src/metrics';
import { PSNR, SSIM } from '../../../src/metrics';
import type { Makers } from './maker';

export const imageQuality: Makers = {
  PSNR: { make: (options: PSNROptions) => new PSNR(options) },
  SSIM: { make: (options: SSIMOptions) => new SSIM(options), takesLayout: true },
};
