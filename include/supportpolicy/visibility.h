/* SPDX-License-Identifier: MIT */
/**
 * @file visibility.h
 * What marks a symbol as part of the library's interface.
 */
#ifndef SUPPORTPOLICY_VISIBILITY_H
#define SUPPORTPOLICY_VISIBILITY_H

#if defined(_WIN32) && !defined(SPOL_STATIC)
#ifdef SPOL_BUILDING
#define SPOL_API __declspec(dllexport)
#else
#define SPOL_API __declspec(dllimport)
#endif
#elif defined(__GNUC__) || defined(__clang__)
#define SPOL_API __attribute__((visibility("default")))
#else
#define SPOL_API
#endif

#if defined(__GNUC__) || defined(__clang__)
/** The result must be looked at: it says whether the outputs were written. */
#define SPOL_CHECKED __attribute__((warn_unused_result))
#else
#define SPOL_CHECKED
#endif

#ifdef __cplusplus
#define SPOL_BEGIN_DECLS extern "C" {
#define SPOL_END_DECLS }
#else
#define SPOL_BEGIN_DECLS
#define SPOL_END_DECLS
#endif

#endif
