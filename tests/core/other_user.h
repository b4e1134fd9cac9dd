#pragma once

#include <QtGlobal>

#include <unistd.h>

/// Permissions do not bind root: acts as another user until it goes.
class AsOtherUser
{
public:
    AsOtherUser()
    {
        if (::geteuid() == 0 && ::seteuid(65534) != 0)
            qFatal("cannot act as another user");
    }
    ~AsOtherUser()
    {
        if (::getuid() == 0 && ::seteuid(0) != 0)
            qFatal("cannot act as root again");
    }
    AsOtherUser(const AsOtherUser&) = delete;
    AsOtherUser& operator=(const AsOtherUser&) = delete;
};
