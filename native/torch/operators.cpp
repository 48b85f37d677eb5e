// The one door: any ATen operator, found by name and called through the dispatcher with boxed values.

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>

#include <cstdlib>
#include <cstring>
#include <sstream>

#include "boundary.h"

namespace {

using c10::IValue;
using c10::TypeKind;

[[noreturn]] void refuse(const c10::Argument& argument, const LtValue& value) {
  std::ostringstream text;
  text << "argument '" << argument.name() << "' expects " << argument.type()->str() << " and was given a value of kind " << value.tag;
  throw std::invalid_argument(text.str());
}

template <class T>
c10::List<T> list_of(const LtValue& value) {
  c10::List<T> list;
  list.reserve(value.length);
  const T* items = static_cast<const T*>(value.pointer);
  for (int32_t i = 0; i < value.length; i++) list.push_back(items[i]);
  return list;
}

IValue tensor_list(const LtValue& value, bool optional_elements) {
  const LtTensor* handles = static_cast<const LtTensor*>(value.pointer);
  if (optional_elements) {
    c10::List<c10::optional<at::Tensor>> list;
    for (int32_t i = 0; i < value.length; i++)
      list.push_back(handles[i] ? c10::optional<at::Tensor>(lucarne::from_handle(handles[i])) : c10::nullopt);
    return list;
  }
  c10::List<at::Tensor> list;
  list.reserve(value.length);
  for (int32_t i = 0; i < value.length; i++) list.push_back(lucarne::from_handle(handles[i]));
  return list;
}

IValue to_ivalue(const c10::Argument& argument, const LtValue& value) {
  auto type = argument.type();
  bool optional = false;
  if (type->kind() == TypeKind::OptionalType) {
    optional = true;
    type = type->castRaw<c10::OptionalType>()->getElementType();
  }
  const auto kind = type->kind();
  switch (value.tag) {
    case LT_NONE:
      if (optional) return IValue();
      if (kind == TypeKind::TensorType) return IValue(at::Tensor());
      break;
    case LT_TENSOR:
      if (kind == TypeKind::TensorType) return IValue(lucarne::from_handle(value.pointer));
      break;
    case LT_TENSOR_LIST:
      if (kind == TypeKind::ListType)
        return tensor_list(value, type->castRaw<c10::ListType>()->getElementType()->kind() == TypeKind::OptionalType);
      break;
    case LT_INTEGER:
      if (kind == TypeKind::FloatType) return IValue(static_cast<double>(value.integer));
      if (kind == TypeKind::TensorType || kind == TypeKind::ListType || kind == TypeKind::BoolType) break;
      return IValue(value.integer);
    case LT_REAL:
      if (kind == TypeKind::FloatType || kind == TypeKind::NumberType) return IValue(value.real);
      break;
    case LT_BOOLEAN:
      if (kind == TypeKind::BoolType || kind == TypeKind::NumberType) return IValue(value.integer != 0);
      break;
    case LT_INTEGER_LIST:
      if (kind != TypeKind::ListType) break;
      if (type->castRaw<c10::ListType>()->getElementType()->kind() == TypeKind::FloatType) {
        c10::List<double> reals;
        for (int64_t item : list_of<int64_t>(value)) reals.push_back(static_cast<double>(item));
        return reals;
      }
      return list_of<int64_t>(value);
    case LT_REAL_LIST:
      if (kind == TypeKind::ListType) return list_of<double>(value);
      break;
    case LT_BOOLEAN_LIST: {
      if (kind != TypeKind::ListType) break;
      c10::List<bool> flags;
      const uint8_t* items = static_cast<const uint8_t*>(value.pointer);
      for (int32_t i = 0; i < value.length; i++) flags.push_back(items[i] != 0);
      return flags;
    }
    case LT_STRING: {
      std::string text(static_cast<const char*>(value.pointer), static_cast<size_t>(value.length));
      if (kind == TypeKind::DeviceObjType) return IValue(c10::Device(text));
      if (kind == TypeKind::StringType) return IValue(std::move(text));
      break;
    }
    default:
      break;
  }
  refuse(argument, value);
}

LtValue to_result(const IValue& value) {
  LtValue result{};
  if (value.isTensor()) {
    result.tag = LT_TENSOR;
    result.pointer = lucarne::to_handle(value.toTensor());
  } else if (value.isTensorList()) {
    auto tensors = value.toTensorVector();
    auto* handles = static_cast<LtTensor*>(std::malloc(sizeof(LtTensor) * std::max<size_t>(tensors.size(), 1)));
    for (size_t i = 0; i < tensors.size(); i++) handles[i] = lucarne::to_handle(std::move(tensors[i]));
    result.tag = LT_TENSOR_LIST;
    result.length = static_cast<int32_t>(tensors.size());
    result.pointer = handles;
  } else if (value.isInt()) {
    result.tag = LT_INTEGER;
    result.integer = value.toInt();
  } else if (value.isDouble()) {
    result.tag = LT_REAL;
    result.real = value.toDouble();
  } else if (value.isBool()) {
    result.tag = LT_BOOLEAN;
    result.integer = value.toBool();
  } else {
    throw std::invalid_argument("an operator returned a value of a kind that has no C form: " + value.tagKind());
  }
  return result;
}

void call(const c10::OperatorHandle& op, const LtValue* arguments, int count, LtValue* results, int capacity, int* produced) {
  const auto& schema = op.schema();
  const auto& declared = schema.arguments();
  if (static_cast<size_t>(count) > declared.size())
    throw std::invalid_argument(schema.name() + " takes " + std::to_string(declared.size()) + " arguments and was given " +
                                std::to_string(count));
  c10::Stack stack;
  stack.reserve(declared.size());
  for (size_t i = 0; i < declared.size(); i++) {
    if (i < static_cast<size_t>(count) && arguments[i].tag != LT_DEFAULT)
      stack.push_back(to_ivalue(declared[i], arguments[i]));
    else if (declared[i].default_value())
      stack.push_back(*declared[i].default_value());
    else
      throw std::invalid_argument(schema.name() + " needs its argument '" + declared[i].name() + "'");
  }
  op.callBoxed(&stack);
  if (stack.size() > static_cast<size_t>(capacity)) throw std::invalid_argument(schema.name() + " returns more values than expected");
  for (size_t i = 0; i < stack.size(); i++) results[i] = to_result(stack[i]);
  *produced = static_cast<int>(stack.size());
}

}  // namespace

LT_API int lt_operator_find(const char* name, const char* overload, LtOperator* result) {
  return lucarne::guarded([&] {
    // Lives as long as the process: C# keeps it in a static field per operator.
    *result = new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
  });
}

LT_API int lt_operator_schema(LtOperator op, char* text, int capacity) {
  return lucarne::guarded([&] {
    std::ostringstream schema;
    schema << static_cast<const c10::OperatorHandle*>(op)->schema();
    std::strncpy(text, schema.str().c_str(), static_cast<size_t>(capacity) - 1);
    text[capacity - 1] = '\0';
  });
}

LT_API int lt_operator_call(LtOperator op, const LtValue* arguments, int count, LtValue* results, int capacity, int* produced) {
  return lucarne::guarded(
      [&] { call(*static_cast<const c10::OperatorHandle*>(op), arguments, count, results, capacity, produced); });
}
