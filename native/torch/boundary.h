// What each source file needs to keep exceptions on this side and to turn handles into tensors.
#pragma once

#include <ATen/core/Tensor.h>

#include <exception>
#include <string>

#include "lucarne_torch.h"

namespace lucarne {

void set_error(const char* message);

// Runs body; turns any exception into status 1 and a kept message.
template <class Body>
int guarded(Body&& body) noexcept {
  try {
    body();
    return 0;
  } catch (const c10::Error& error) {
    set_error(error.what_without_backtrace());
  } catch (const std::exception& error) {
    set_error(error.what());
  } catch (...) {
    set_error("an error of unknown type inside libtorch");
  }
  return 1;
}

// Gives up one reference as a handle, and counts it.
LtTensor to_handle(at::Tensor tensor);

// A tensor that shares the handle's reference count; the handle keeps its own reference.
inline at::Tensor from_handle(LtTensor handle) {
  if (handle == nullptr) return {};
  return at::Tensor(
      c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::unsafe_reclaim_from_nonowning(static_cast<at::TensorImpl*>(handle)));
}

}  // namespace lucarne
