// Gradients and the thread's modes: autograd, inference, autocast.

#include <ATen/autocast_mode.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <torch/version.h>

#include "boundary.h"

LT_API int lt_tensor_set_requires_grad(LtTensor handle, int value) {
  return lucarne::guarded([&] { lucarne::from_handle(handle).set_requires_grad(value != 0); });
}

LT_API int lt_tensor_grad(LtTensor handle, LtTensor* result) {
  return lucarne::guarded([&] { *result = lucarne::to_handle(lucarne::from_handle(handle).grad()); });
}

LT_API int lt_tensor_set_grad(LtTensor handle, LtTensor gradient) {
  return lucarne::guarded([&] { lucarne::from_handle(handle).mutable_grad() = lucarne::from_handle(gradient); });
}

LT_API int lt_backward(LtTensor handle, LtTensor gradient, int keep_graph) {
  return lucarne::guarded([&] {
    torch::autograd::variable_list gradients;
    if (gradient != nullptr) gradients.push_back(lucarne::from_handle(gradient));
    torch::autograd::backward({lucarne::from_handle(handle)}, gradients, keep_graph != 0);
  });
}

LT_API int lt_grad_mode(int enabled) {
  const bool before = c10::GradMode::is_enabled();
  c10::GradMode::set_enabled(enabled != 0);
  return before;
}

LT_API void* lt_inference_mode_enter() {
  void* guard = nullptr;
  lucarne::guarded([&] { guard = new c10::InferenceMode(true); });
  return guard;
}

LT_API void lt_inference_mode_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

LT_API int lt_autocast(int device_type, int enabled, int scalar_type, int* before, int* type_before) {
  return lucarne::guarded([&] {
    const auto type = static_cast<at::ScalarType>(scalar_type);
    const auto device = static_cast<at::DeviceType>(device_type);
    const bool on = enabled != 0;
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
    *before = at::autocast::is_autocast_enabled(device);
    *type_before = static_cast<int>(at::autocast::get_autocast_dtype(device));
    at::autocast::set_autocast_dtype(device, type);
    at::autocast::set_autocast_enabled(device, on);
#else
    if (device == at::kCUDA) {
      *before = at::autocast::is_enabled();
      *type_before = static_cast<int>(at::autocast::get_autocast_gpu_dtype());
      at::autocast::set_autocast_gpu_dtype(type);
      at::autocast::set_enabled(on);
    } else {
      *before = at::autocast::is_cpu_enabled();
      *type_before = static_cast<int>(at::autocast::get_autocast_cpu_dtype());
      at::autocast::set_autocast_cpu_dtype(type);
      at::autocast::set_cpu_enabled(on);
    }
#endif
  });
}

LT_API int lt_autocast_clear() {
  return lucarne::guarded([] { at::autocast::clear_cache(); });
}
