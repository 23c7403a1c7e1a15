/** Kernels that training needs and the wasm backend lacks. */
export { registerWasmKernels } from './register';
