// Storage: tensors from memory, their shape, and the count of handles that are alive.

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "boundary.h"

namespace {
std::atomic<int64_t> live_handles{0};
thread_local std::string last_error;
}  // namespace

namespace lucarne {

void set_error(const char* message) { last_error = message; }

LtTensor to_handle(at::Tensor tensor) {
  if (!tensor.defined()) return nullptr;
  live_handles.fetch_add(1, std::memory_order_relaxed);
  return tensor.unsafeReleaseTensorImpl();
}

}  // namespace lucarne

LT_API const char* lt_last_error() { return last_error.c_str(); }

LT_API void lt_free(void* memory) { std::free(memory); }

LT_API int lt_tensor_copy_in(const void* data, const int64_t* sizes, int dimensions, int scalar_type, LtTensor* result) {
  return lucarne::guarded([&] {
    auto tensor = at::empty(at::IntArrayRef(sizes, static_cast<size_t>(dimensions)), static_cast<at::ScalarType>(scalar_type));
    if (tensor.numel() > 0) std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
    *result = lucarne::to_handle(std::move(tensor));
  });
}

LT_API int lt_tensor_borrow(void* data, const int64_t* sizes, int dimensions, int scalar_type, void (*release)(void*), void* context,
                            LtTensor* result) {
  return lucarne::guarded([&] {
    // Released with the last copy of the deleter: once, and also where from_blob refuses or never calls it (no memory to delete).
    std::shared_ptr<void> lease(context, release);
    auto tensor = at::from_blob(
        data, at::IntArrayRef(sizes, static_cast<size_t>(dimensions)), [lease](void*) {},
        at::TensorOptions(static_cast<at::ScalarType>(scalar_type)));
    *result = lucarne::to_handle(std::move(tensor));
  });
}

LT_API int lt_tensor_info(LtTensor handle, LtTensorInfo* info) {
  return lucarne::guarded([&] {
    const auto tensor = lucarne::from_handle(handle);
    info->scalar_type = static_cast<int32_t>(tensor.scalar_type());
    info->dimensions = static_cast<int32_t>(tensor.dim());
    info->elements = tensor.numel();
    info->element_size = static_cast<int64_t>(tensor.element_size());
    info->data = tensor.device().is_cpu() && tensor.has_storage() ? tensor.data_ptr() : nullptr;
    info->device_type = static_cast<int32_t>(tensor.device().type());
    info->device_index = tensor.device().index();
    info->requires_grad = tensor.requires_grad();
    info->contiguous = tensor.layout() == at::kStrided && tensor.is_contiguous();
  });
}

LT_API int lt_tensor_sizes(LtTensor handle, int64_t* sizes) {
  return lucarne::guarded([&] {
    const auto tensor = lucarne::from_handle(handle);
    std::memcpy(sizes, tensor.sizes().data(), sizeof(int64_t) * static_cast<size_t>(tensor.dim()));
  });
}

LT_API void lt_tensor_release(LtTensor handle) {
  if (handle == nullptr) return;
  live_handles.fetch_sub(1, std::memory_order_relaxed);
  lucarne::guarded([&] {
    // Takes the handle's own reference back and lets it go.
    c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(static_cast<at::TensorImpl*>(handle)).reset();
  });
}

LT_API int64_t lt_tensor_live() { return live_handles.load(std::memory_order_relaxed); }
